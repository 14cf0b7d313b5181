// From the configuration to what the rooms take. Pure: nothing is opened.
#pragma once

#include "actors/front.hpp"
#include "config/settings.hpp"
#include "connectors/http_client.hpp"
#include "http/api.hpp"
#include "http/server.hpp"

#include <string>

namespace dastomized {

actors::setup setup_of(const config::settings& s);
http::api_settings api_settings_of(const config::settings& s,
                                   const actors::setup& made);
connectors::http_client_settings client_settings_of(const config::settings& s);
http::server_settings server_settings_of(const config::settings& s);
std::string store_path_of(const config::settings& s);

} // namespace dastomized
