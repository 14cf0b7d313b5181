// Secrets nobody configured: made once, kept in the storage.
#pragma once

#include "config/settings.hpp"
#include "domain/result.hpp"
#include "storage/store.hpp"

namespace dastomized {

// Fills in what stores and providers lack of path and webhook secrets. Blocks
// on the disk when one has to be made.
result<void> add_generated_secrets(config::settings& s,
                                   storage::order_store& store);

} // namespace dastomized
