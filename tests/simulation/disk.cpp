#include "tests/simulation/disk.hpp"

#include <utility>

namespace dastomized::simulation {

using namespace storage;

class disk::view : public engine {
public:
  explicit view(disk& d) : disk_(d) {}

  result<std::optional<std::string>> get(family f,
                                         std::string_view key) override {
    if (breaks(disk_.read_fails))
      return broken("read");
    return disk_.bytes_->get(f, key);
  }

  result<bool> scan(family f, std::string_view from, std::string_view to,
                    bool backwards, const visitor& v) override {
    if (breaks(disk_.read_fails))
      return broken("read");
    return disk_.bytes_->scan(f, from, to, backwards, v);
  }

  result<bool> write(const write_batch& b) override {
    if (breaks(disk_.write_fails)) {
      disk_.doubtful_ = b;
      disk_.doubtful_at_ = disk_.trace_.now;
      return broken("write");
    }
    auto done = disk_.bytes_->write(b);
    disk_.written(b, disk_.trace_.now);
    return done;
  }

  result<bool> checkpoint(const std::string& into) override {
    return disk_.bytes_->checkpoint(into);
  }

private:
  bool breaks(unsigned of_10000) {
    return of_10000 > 0 && disk_.dice_.below(10'000) < of_10000;
  }
  failure broken(const char* what) {
    disk_.trace_.note("disk: a {} fails", what);
    return {fault::storage, "input/output error"};
  }

  disk& disk_;
};

disk::disk(dice& d, trace& t)
    : dice_(d), trace_(t), bytes_(make_memory_engine()) {}

std::unique_ptr<engine> disk::attach() {
  return std::make_unique<view>(*this);
}

void disk::power_cut() {
  auto batch = std::exchange(doubtful_, {});
  if (batch.empty() || dice_.percent(50))
    return;
  trace_.note("disk: the write that failed is there");
  (void)bytes_->write(batch);
  written(batch, doubtful_at_);
}

} // namespace dastomized::simulation
