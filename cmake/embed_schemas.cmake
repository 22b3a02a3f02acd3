# cmake -DOUT=FILE.cpp -P embed_schemas.cmake FILE.json...: writes the C++ source that defines
# usher::scim::embedded_schema_files() with the text of each file, in the order given. Another
# function of the same kind: -DNAMESPACE=usher::http -DFUNCTION=name -DHEADER=its/header.hpp.
if(NOT DEFINED FUNCTION)
    set(NAMESPACE usher::scim)
    set(FUNCTION embedded_schema_files)
    set(HEADER usher/scim/schema.hpp)
endif()
set(entries "")
set(count 0)
set(is_file FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE ${last})
    set(argument "${CMAKE_ARGV${index}}")
    if(is_file)
        get_filename_component(name "${argument}" NAME)
        file(READ "${argument}" text)
        string(APPEND entries "        {\"${name}\", R\"usher(${text})usher\"},\n")
        math(EXPR count "${count} + 1")
    elseif(argument MATCHES "embed_schemas[.]cmake$")
        set(is_file TRUE)
    endif()
endforeach()

file(WRITE "${OUT}" "// Made from JSON files by cmake/embed_schemas.cmake.
#include <array>

#include \"${HEADER}\"

namespace ${NAMESPACE} {

std::span<const scim::SchemaFile> ${FUNCTION}() {
    static const std::array<scim::SchemaFile, ${count}> files{{
${entries}    }};
    return files;
}

}  // namespace ${NAMESPACE}
")
