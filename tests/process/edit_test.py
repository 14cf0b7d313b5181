"""What the buyer chose, changed by a person: the shop has it before anything
is sent, and is never told twice or over its own people's word."""

import json

from stand import Stand, eventually, main, personalized_order

NEW_FILE = "https://files.example.com/bella.png"


class Editing(Stand):
    daemon_changes = {"delay": "24h", "poll": "1s",
                      "store_extra": 'sweep_interval = "2s"'}

    def setUp(self):
        super().setUp()
        self.daemon.start()
        body = personalized_order()
        body["line_items"][0]["meta_data"].append(
            {"key": "Name", "value": "Bela"})
        self.number = self.sandbox.shop("POST", "/orders", body)["id"]
        eventually("it is known", self.ours)

    def ours(self):
        return self.daemon.order(self.number)

    def line(self):
        return self.ours()["lines"][0]

    def theirs(self):
        """What the line says in the shop, by key."""
        order = self.sandbox.shop("GET", f"/orders/{self.number}")
        return {m["key"]: m["value"]
                for m in order["line_items"][0]["meta_data"]}

    def edit(self, expected=200, keeps=False, **values):
        line = self.line()
        ids = {e["name"].replace(" ", "_"): e["meta_id"]
               for e in line["edit"]["entries"]}
        return self.ask("edit", expected, line_id=line["id"],
                        keeps_print_files=keeps,
                        values=[{"meta_id": ids[name], "value": value}
                                for name, value in values.items()])

    def ask(self, action, expected=200, **body):
        status, answer = self.daemon.ask(
            f"/api/v1/orders/shop/{self.number}/{action}", body)
        self.assertEqual(status, expected, answer)
        return answer

    def settled(self):
        return eventually("the shop has it", lambda: (
            o := self.ours()) and o["edit"] is None and o)

    def faults(self, *faults):
        self.sandbox.control("faults", method="DELETE")
        for fault in faults:
            self.sandbox.control("faults", {"target": "shop", **fault})

    def written(self):
        """The changes of lines that the shop took from the daemon."""
        return [json.loads(w["body"])["line_items"]
                for w in self.sandbox.control("log")
                if w["what"] == "shop.write" and w["by"] == "oauth"
                and "line_items" in w["body"] and w["status"] == 200]

    def sent(self):
        counts = self.sandbox.control("counts?full=1")
        return sum(p["accepted"] for p in counts.values())

    def submitted(self):
        self.ask("submit")
        eventually("it is submitted",
                   lambda: self.ours()["submit_status"] == "submitted")

    # -----------------------------------------------------------------------

    def test_the_shop_has_it_and_the_printer_gets_it(self):
        self.edit(Name="Bella", print_file=NEW_FILE)
        self.settled()
        self.assertEqual(self.theirs(), {
            "Name": "Bella", "_dastomize_print_file": NEW_FILE})
        self.assertEqual(len(self.written()), 1)
        self.submitted()
        ledger = self.daemon.get(f"/api/v1/orders/shop/{self.number}/ledger")
        self.assertIn(NEW_FILE, json.dumps(ledger))
        self.edit(409, Name="Bettina")
        self.assertFalse(self.line()["edit"]["allowed"])
        self.assertEqual(self.theirs()["Name"], "Bella")

    def test_an_answer_that_is_lost_is_not_written_twice(self):
        self.faults({"match": "write", "kind": "drop_after", "count": 1})
        self.edit(Name="Bella", keeps=True)
        self.settled()
        self.assertEqual(self.theirs()["Name"], "Bella")
        kinds = [e["kind"] for e in self.daemon.journal(self.number)]
        self.assertEqual(kinds.count("edit.written"), 1)

    def test_a_killed_daemon_brings_it_to_an_end(self):
        self.faults({"match": "write", "kind": "down"})
        self.edit(Name="Bella", keeps=True)
        self.daemon.kill()
        self.faults()
        self.daemon.start()
        self.settled()
        self.assertEqual(self.theirs()["Name"], "Bella")

    def test_nothing_is_sent_before_the_shop_has_it(self):
        self.faults({"match": "write", "kind": "down"})
        self.edit(Name="Bella", keeps=True)
        eventually("a failed try is visible", lambda: (
            e := self.ours()["edit"])["problem"] and e["next_try"])
        self.ask("submit")
        self.assertEqual(self.ours()["submit_status"], "queued")
        self.assertEqual(self.sent(), 0)
        self.faults()
        self.ask("retry")
        eventually("it is submitted",
                   lambda: self.ours()["submit_status"] == "submitted")
        self.assertEqual(self.theirs()["Name"], "Bella")
        self.assertEqual(self.sent(), 1)

    def test_an_old_print_file_holds_it_until_the_shop_has_a_new_one(self):
        self.edit(Name="Bella")
        self.settled()
        self.assertTrue(self.line()["design_outdated"])
        self.ask("submit")
        self.assertEqual(self.ours()["submit_status"], "failed")
        line = self.line()
        file = next(e for e in line["edit"]["entries"] if e["is_link"])
        self.sandbox.shop("PUT", f"/orders/{self.number}", {"line_items": [
            {"id": line["id"], "meta_data": [
                {"id": file["meta_id"], "value": NEW_FILE}]}]})
        eventually("the new file is known",
                   lambda: not self.line()["design_outdated"])
        self.submitted()
        self.assertEqual(self.sent(), 1)

    def test_the_shops_own_people_win(self):
        self.faults({"match": "write", "kind": "down"})
        self.edit(Name="Bella", keeps=True)
        self.daemon.kill()
        self.faults()
        line = self.sandbox.shop(
            "GET", f"/orders/{self.number}")["line_items"][0]
        name = next(m for m in line["meta_data"] if m["key"] == "Name")
        self.sandbox.shop("PUT", f"/orders/{self.number}", {"line_items": [
            {"id": line["id"], "meta_data": [
                {"id": name["id"], "value": "Bettina"}]}]})
        self.daemon.start()
        self.settled()
        self.assertEqual(self.theirs()["Name"], "Bettina")
        self.assertEqual(self.line()["personalization"]["options"][0]["value"],
                         "Bettina")

    def test_an_order_in_the_trash_stays_there(self):
        self.faults({"match": "write", "kind": "down"})
        self.edit(Name="Bella", keeps=True)
        self.daemon.kill()
        self.faults()
        self.sandbox.shop("DELETE", f"/orders/{self.number}")
        self.daemon.start()
        eventually("it is known to be gone", lambda: self.ours()["gone"])
        self.assertIsNone(self.ours()["edit"])
        self.assertEqual(self.written(), [])


if __name__ == "__main__":
    main()
