# cmake -DOUT=FILE.cpp -DFOLDER=DIR -P embed_templates.cmake FILE...: writes the C++ source that
# defines usher::outbox::shipped_templates() with the text of each file, named from FOLDER.
set(entries "")
set(count 0)
set(is_file FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE ${last})
    set(argument "${CMAKE_ARGV${index}}")
    if(is_file)
        file(RELATIVE_PATH name "${FOLDER}" "${argument}")
        file(READ "${argument}" text)
        string(APPEND entries "        {\"${name}\", R\"usher(${text})usher\"},\n")
        math(EXPR count "${count} + 1")
    elseif(argument MATCHES "embed_templates[.]cmake$")
        set(is_file TRUE)
    endif()
endforeach()

file(WRITE "${OUT}" "// Made from templates/ by cmake/embed_templates.cmake.
#include \"outbox/wording.hpp\"

#include <array>

namespace usher::outbox {

std::span<const TemplateFile> shipped_templates() {
    static constexpr std::array<TemplateFile, ${count}> files{{
${entries}    }};
    return files;
}

}  // namespace usher::outbox
")
