# cmake -DOUTPUT=FILE.cpp -DINPUT=FILE.html -P embed_page.cmake
# Writes the C++ source that defines usher::desk::print_page_template() with the file's text.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "// Made by cmake/embed_page.cmake.
#include \"desk/print.hpp\"

namespace usher::desk {

std::string_view print_page_template() {
    return R\"page(${text})page\";
}

}  // namespace usher::desk
")
