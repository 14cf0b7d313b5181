// An import job as it is stored.
#pragma once

#include "actors/front.hpp"

#include <string>

namespace dastomized::actors {

std::string text_of(const import_job& j);

// Any bytes whatever; fault::storage if they are no job.
result<import_job> job_in(const std::string& text);

} // namespace dastomized::actors
