// What a command prints: the same few facts as lines for people or as one JSON object for programs.
#pragma once

#include <initializer_list>
#include <iosfwd>
#include <string>
#include <string_view>

namespace usher::app {

enum class AnswerFormat { text, json };

/// Where an answer goes, and how it reads.
struct Output {
    std::ostream& out;
    AnswerFormat format = AnswerFormat::text;
};

struct Fact {
    std::string_view key;    ///< in JSON
    std::string_view label;  ///< for people
    std::string value;
};

/// Throws std::runtime_error if it could not be written: a token that nobody saw must not look
/// created.
void print_answer(Output output, std::initializer_list<Fact> facts);

}  // namespace usher::app
