// A job as it is stored.
#pragma once

#include "actors/jobs.hpp"

#include <string>

namespace dastomized::actors {

std::string text_of(const job& j);

// Any bytes whatever; fault::storage if they are no job.
result<job> job_in(const std::string& text);

} // namespace dastomized::actors
