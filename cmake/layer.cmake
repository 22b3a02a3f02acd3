# usher_layer(NAME SOURCES ... LINK ...): one static library a layer, so that the linker too
# sees which layer needs which. The include root is src/ (and include/ for the public SCIM headers).
function(usher_layer name)
    cmake_parse_arguments(layer "" "" "SOURCES;LINK;PRIVATE" ${ARGN})
    add_library(usher_${name} STATIC ${layer_SOURCES})
    target_include_directories(usher_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(usher_${name} PUBLIC ${layer_LINK} PRIVATE usher_options ${layer_PRIVATE})
endfunction()

# usher_test(NAME SOURCES ... LINK ...): one Catch2 program; each of its cases is a CTest test.
# TIMEOUT bounds a hang; no test asserts a duration.
function(usher_test name)
    cmake_parse_arguments(test "" "TIMEOUT" "SOURCES;LINK" ${ARGN})
    if(NOT test_TIMEOUT)
        set(test_TIMEOUT 120)
    endif()
    add_executable(${name}_tests ${test_SOURCES})
    target_include_directories(${name}_tests PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name}_tests PRIVATE usher_options usher_test_main ${test_LINK})
    target_compile_definitions(${name}_tests PRIVATE USHER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    catch_discover_tests(${name}_tests TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST
        PROPERTIES TIMEOUT ${test_TIMEOUT})
endfunction()

# usher_uses_regex(FILES...): g++ 12 sees uninitialized values in libstdc++'s <regex> once it is sanitized.
function(usher_uses_regex)
    if(USHER_SANITIZE)
        set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -Wno-maybe-uninitialized)
    endif()
endfunction()
