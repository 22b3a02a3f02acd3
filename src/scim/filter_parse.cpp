#include "base/text.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/filter.hpp"
#include "usher/scim/json.hpp"

#include <nlohmann/json.hpp>

namespace usher::scim {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Ends a word; what it means depends on where it stands.
bool is_delimiter(char c) {
    return is_space(c) || std::string_view("()[]\"").find(c) != std::string_view::npos;
}

constexpr const char* expected_in_brackets = "expected 'and', 'or' or ']'";

/// A recursive-descent reader of RFC 7644 figure 1. Recursion is bounded by `max_depth`: `and` and
/// `or` are read in loops, only parentheses and brackets nest.
class FilterReader {
  public:
    /// Reads from byte `start` of `text`.
    FilterReader(std::string_view text, std::size_t start, const FilterSyntax& syntax);

    Filter read_whole();

    /// What stands between '[' and ']'. The reader has just passed the '['.
    Filter read_selection();

    /// Passes `c`, after white space, if it comes next.
    bool accept(char c);

    /// What has not been read.
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

    [[noreturn]] void fail(const std::string& what) const { fail(what, at_); }

  private:
    Filter read_or();
    Filter read_and();
    Filter read_operand();
    Filter read_group();
    Filter read_value_path(AttributePath path);
    Filter read_suffix(Filter inner);
    Filter read_comparison(AttributePath path);
    AttributePath read_path();
    Operator read_operator();
    Literal read_literal();
    Literal read_string();
    bool accept_word(std::string_view word);
    std::string_view read_word();
    void skip_spaces();
    void require_space(const char* before);
    void enter();

    void leave() { --depth_; }

    [[noreturn]] static void fail(const std::string& what, std::size_t at);

    std::string_view text_;
    std::size_t at_;
    FilterSyntax syntax_;
    std::size_t depth_ = 0;
    std::size_t terms_ = 0;
    bool in_brackets_ = false;
};

FilterReader::FilterReader(std::string_view text, std::size_t start, const FilterSyntax& syntax)
    : text_(text), at_(start), syntax_(syntax) {
    if (text.size() > syntax.max_length) {
        throw Error::invalid_filter(
            "The filter is longer than " + std::to_string(syntax.max_length) + " bytes."
        );
    }
    if (!base::valid_utf8(text)) throw Error::invalid_filter("The filter is not valid UTF-8.");
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        fail("U+0000 is not allowed", nul);
    }
}

void FilterReader::fail(const std::string& what, std::size_t at) {
    throw Error::invalid_filter("Filter, column " + std::to_string(at + 1) + ": " + what + ".");
}

void FilterReader::skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) {
        ++at_;
    }
}

void FilterReader::require_space(const char* before) {
    if (at_ == text_.size() || !is_space(text_[at_])) fail(std::string("a space and ") + before);
    skip_spaces();
}

bool FilterReader::accept(char c) {
    skip_spaces();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
}

std::string_view FilterReader::read_word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && !is_delimiter(text_[at_])) {
        ++at_;
    }
    return text_.substr(start, at_ - start);
}

/// Passes ` word ` (`and`, `or`), or nothing.
bool FilterReader::accept_word(std::string_view word) {
    const std::size_t start = at_;
    skip_spaces();
    const bool apart = at_ > start;
    const bool found = base::equal_ignoring_case(read_word(), word);
    if (apart && found) {
        require_space("another expression have to follow");
        return true;
    }
    at_ = start;
    return false;
}

void FilterReader::enter() {
    if (++depth_ > syntax_.max_depth) {
        fail("more than " + std::to_string(syntax_.max_depth) + " levels of nesting");
    }
}

Filter FilterReader::read_whole() {
    Filter filter = read_or();
    skip_spaces();
    if (at_ < text_.size()) fail("expected 'and', 'or' or the end");
    return filter;
}

Filter FilterReader::read_selection() {
    enter();
    in_brackets_ = true;
    Filter filter = read_or();
    in_brackets_ = false;
    leave();
    return filter;
}

Filter FilterReader::read_or() {
    std::vector<Filter> operands;
    operands.push_back(read_and());
    while (accept_word("or")) {
        operands.push_back(read_and());
    }
    if (operands.size() == 1) return std::move(operands.front());
    return {Or{std::move(operands)}};
}

Filter FilterReader::read_and() {
    std::vector<Filter> operands;
    operands.push_back(read_operand());
    while (accept_word("and")) {
        operands.push_back(read_operand());
    }
    if (operands.size() == 1) return std::move(operands.front());
    return {And{std::move(operands)}};
}

Filter FilterReader::read_operand() {
    if (accept('(')) return read_group();
    const std::size_t start = at_;
    if (base::equal_ignoring_case(read_word(), "not") && accept('(')) {
        Not negation;
        negation.operand.push_back(read_group());
        return {std::move(negation)};
    }
    at_ = start;
    AttributePath path = read_path();
    if (at_ == text_.size() || text_[at_] != '[') return read_comparison(std::move(path));
    return read_value_path(std::move(path));
}

/// What stands between '(' and ')', with the ')'.
Filter FilterReader::read_group() {
    enter();
    Filter filter = read_or();
    if (!accept(')')) fail("expected 'and', 'or' or ')'");
    leave();
    return filter;
}

Filter FilterReader::read_value_path(AttributePath path) {
    if (in_brackets_) fail("brackets inside brackets are not allowed");
    ++at_;
    Filter inner = read_selection();
    if (!accept(']')) fail(expected_in_brackets);
    if (at_ < text_.size() && text_[at_] == '.') inner = read_suffix(std::move(inner));
    ValuePath value_path{.path = std::move(path), .inner = {}};
    value_path.inner.push_back(std::move(inner));
    return {std::move(value_path)};
}

/// `.sub op value` after the brackets is about the same element as what stands in them.
Filter FilterReader::read_suffix(Filter inner) {
    if (!syntax_.value_path_suffix) fail("a sub-attribute after ']' belongs inside the brackets");
    ++at_;
    const std::size_t start = at_;
    AttributePath path = read_path();
    if (!path.schema.empty() || !path.sub_attribute.empty()) fail("expected one name", start);
    Filter suffix = read_comparison(std::move(path));
    if (auto* all = std::get_if<And>(&inner.node)) {
        all->operands.push_back(std::move(suffix));
        return inner;
    }
    And both;
    both.operands.push_back(std::move(inner));
    both.operands.push_back(std::move(suffix));
    return {std::move(both)};
}

Filter FilterReader::read_comparison(AttributePath path) {
    if (++terms_ > syntax_.max_terms) {
        fail("more than " + std::to_string(syntax_.max_terms) + " comparisons");
    }
    Comparison comparison{.path = std::move(path), .op = Operator::eq, .literal = {}};
    require_space("an operator have to follow");
    comparison.op = read_operator();
    if (comparison.op == Operator::pr) return {std::move(comparison)};
    require_space("a value have to follow");
    comparison.literal = read_literal();
    return {std::move(comparison)};
}

AttributePath FilterReader::read_path() {
    const std::size_t start = at_;
    const std::string_view word = read_word();
    if (word.empty()) fail("expected an attribute");
    std::optional<AttributePath> path = attribute_path_from(word);
    if (!path) fail("this is not an attribute's name or path", start);
    return *std::move(path);
}

Operator FilterReader::read_operator() {
    const std::size_t start = at_;
    const std::string_view word = read_word();
    if (const std::optional<Operator> op = operator_from(word)) return *op;
    // Only what looks like an operator is repeated: it may be a value in the wrong place.
    const bool is_short_name = word.size() <= 20 && attribute_path_from(word).has_value();
    if (is_short_name) fail("the operator '" + std::string(word) + "' is not supported", start);
    fail("expected one of eq, ne, co, sw, ew, pr, gt, ge, lt, le", start);
}

Literal FilterReader::read_literal() {
    using Kind = Literal::Kind;
    const std::size_t start = at_;
    if (at_ < text_.size() && text_[at_] == '"') return read_string();
    const std::string_view word = read_word();
    if (word == "null") return {Kind::null, "null"};
    if (word == "true" || word == "false") return {Kind::boolean, std::string(word)};
    // The library's own idea of a number: RFC 8259, and finite.
    if (Json::parse(word, nullptr, false).is_number()) return {Kind::number, std::string(word)};
    if (syntax_.bare_words && !word.empty()) return {Kind::bare, std::string(word)};
    fail("a value is a text in double quotes, a number, true, false or null", start);
}

Literal FilterReader::read_string() {
    const std::size_t start = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
        at_ += text_[at_] == '\\' ? 2 : 1;
    }
    if (at_ >= text_.size()) fail("the double quote that opens here is never closed", start);
    ++at_;
    const Json value = Json::parse(text_.substr(start, at_ - start), nullptr, false);
    if (!value.is_string()) fail("the text that starts here is not a JSON string", start);
    Literal literal{Literal::Kind::string, value.get<std::string>()};
    if (literal.text.find('\0') != std::string::npos) fail("U+0000 is not allowed", start);
    return literal;
}

}  // namespace

Filter parse_filter(std::string_view text, const FilterSyntax& syntax) {
    return FilterReader(text, 0, syntax).read_whole();
}

PatchPath parse_patch_path(std::string_view text, const FilterSyntax& syntax) {
    const std::size_t bracket = text.find('[');
    PatchPath path{.attribute = parse_attribute_path(text.substr(0, bracket)), .selection = {}};
    if (bracket == std::string_view::npos) return path;
    if (!path.attribute.sub_attribute.empty()) {
        throw Error::invalid_path("Path: a sub-attribute has no elements to select with '['.");
    }
    FilterReader reader(text, bracket + 1, syntax);
    path.selection.push_back(reader.read_selection());
    if (!reader.accept(']')) {
        if (reader.rest().empty()) throw Error::invalid_path("Path: the '[' is never closed.");
        reader.fail(expected_in_brackets);
    }
    if (reader.rest().empty()) return path;
    const std::optional<AttributePath> sub = attribute_path_from(reader.rest().substr(1));
    if (reader.rest().front() != '.' || !sub || !sub->schema.empty() ||
        !sub->sub_attribute.empty()) {
        throw Error::invalid_path("Path: only '.' and one sub-attribute may follow ']'.");
    }
    path.attribute.sub_attribute = sub->attribute;
    return path;
}

}  // namespace usher::scim
