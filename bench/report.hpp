// Figures as a table for people and as JSON for comparing runs.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace dastomized::bench {

// p in 0…100 of what was measured; 0 if nothing was.
double percentile(std::vector<double> values, double p);
double median(std::vector<double> values);

// Prints "name  value" lines and writes them to `file` unless it is empty.
void report(const std::string& title, const boost::json::object& figures,
            const std::string& file);

} // namespace dastomized::bench
