#include "app/answer.hpp"

#include <ostream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::app {

namespace {

std::string as_json(std::initializer_list<Fact> facts) {
    auto object = nlohmann::ordered_json::object();
    for (const auto& fact : facts) {
        object[std::string(fact.key)] = fact.value;
    }
    return object.dump() + '\n';
}

std::string as_text(std::initializer_list<Fact> facts) {
    std::string lines;
    for (const auto& fact : facts) {
        lines += std::string(fact.label) + ": " + fact.value + '\n';
    }
    return lines;
}

}  // namespace

void print_answer(Output output, std::initializer_list<Fact> facts) {
    output.out << (output.format == AnswerFormat::json ? as_json(facts) : as_text(facts))
               << std::flush;
    if (!output.out) throw std::runtime_error("cannot write the answer to standard output");
}

}  // namespace usher::app
