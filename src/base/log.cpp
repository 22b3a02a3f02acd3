#include "base/log.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ostream_sink.h>

namespace usher::base {

namespace {

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

std::string_view name_of(LogLevel level) {
    return level_names.at(static_cast<std::size_t>(level));
}

spdlog::level::level_enum library_level(LogLevel level) {
    constexpr std::array levels{
        spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
    return levels.at(static_cast<std::size_t>(level));
}

/// As a JSON string. What is not UTF-8 comes from outside: its bytes are shown one by one.
void append_quoted(std::string& line, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    const bool utf8 = valid_utf8(text);
    line += '"';
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            line += '\\';
            line += letter;
        } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) {
            line += "\\u00";
            line += digits[byte >> 4U];
            line += digits[byte & 0xfU];
        } else {
            line += letter;
        }
    }
    line += '"';
}

bool needs_quotes(std::string_view text) {
    // A char that is negative is a byte beyond ASCII.
    return std::ranges::any_of(text, [](char letter) {
        return letter <= ' ' || letter > '~' || letter == '"' || letter == '=';
    });
}

bool absent(const Field& field) {
    const auto* text = std::get_if<std::string_view>(&field.value);
    return text != nullptr && text->empty();
}

void append_value(std::string& line, const Field& field, bool always_quoted) {
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
        line += std::to_string(*number);
        return;
    }
    const auto text = std::get<std::string_view>(field.value);
    if (always_quoted || needs_quotes(text)) {
        append_quoted(line, text);
    } else {
        line += text;
    }
}

std::string json_line(
    const std::string& time, LogLevel level, std::string_view message, Fields fields
) {
    std::string line =
        R"({"time":")" + time + R"(","level":")" + std::string(name_of(level)) + R"(","message":)";
    append_quoted(line, message);
    for (const auto& field : fields) {
        if (absent(field)) continue;
        line += ',';
        append_quoted(line, field.name);
        line += ':';
        append_value(line, field, true);
    }
    return line += '}';
}

std::string text_line(
    const std::string& time, LogLevel level, std::string_view message, Fields fields
) {
    std::string line = time + ' ' + std::string(name_of(level)) + ' ' + std::string(message);
    for (const auto& field : fields) {
        if (absent(field)) continue;
        line += ' ';
        line += field.name;
        line += '=';
        append_value(line, field, false);
    }
    return line;
}

/// Whether a segment of a path may be one of Usher's secrets: links and one-time tokens are
/// base64url of 64 bytes and more, which no id and no name of an attribute is.
bool may_be_secret(std::string_view segment) {
    constexpr std::size_t shortest = 64;
    return segment.size() >= shortest && std::ranges::all_of(segment, [](char c) {
               return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '%';
           });
}

std::string shown_path(std::string_view path) {
    std::string shown;
    for (;;) {
        const auto end = path.find('/');
        const auto segment = path.substr(0, end);
        shown += may_be_secret(segment) ? "..." : segment;
        if (end == std::string_view::npos) return shown;
        shown += '/';
        path.remove_prefix(end + 1);
    }
}

}  // namespace

Log::Log(const Config::Logging& options, const Clock& clock, std::ostream& out)
    : format_(options.format),
      clock_(clock),
      logger_(std::make_unique<spdlog::logger>(
          "usher", std::make_shared<spdlog::sinks::ostream_sink_mt>(out, true)
      )) {
    logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
    logger_->set_level(library_level(options.level));
}

Log::~Log() = default;

void Log::debug(std::string_view message, Fields fields) {
    write(LogLevel::debug, message, fields);
}

void Log::info(std::string_view message, Fields fields) {
    write(LogLevel::info, message, fields);
}

void Log::warning(std::string_view message, Fields fields) {
    write(LogLevel::warning, message, fields);
}

void Log::error(std::string_view message, Fields fields) {
    write(LogLevel::error, message, fields);
}

bool Log::writes(LogLevel level) const {
    return logger_->should_log(library_level(level));
}

void Log::write(LogLevel level, std::string_view message, Fields fields) {
    if (!writes(level)) return;
    const auto render = format_ == LogFormat::json ? json_line : text_line;
    const std::string line = render(to_text(clock_.now()), level, message, fields);
    logger_->log(library_level(level), spdlog::string_view_t(line));
}

std::string shown_target(std::string_view target) {
    const auto question = target.find('?');
    std::string shown = shown_path(target.substr(0, question));
    if (question == std::string_view::npos) return shown;
    char separator = '?';
    for (std::string_view rest = target.substr(question + 1); !rest.empty();) {
        const auto end = rest.find('&');
        const auto parameter = rest.substr(0, end);
        if (!parameter.empty()) {
            shown += separator;
            shown += parameter.substr(0, parameter.find('='));
            separator = '&';
        }
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return shown;
}

}  // namespace usher::base
