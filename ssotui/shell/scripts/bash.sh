# ssotui's wrapper for bash (3.2 or later). The program writes variables for this shell into a private file. The wrapper
# doesn't evaluate the file, and it sets or unsets only the variables named below. A backslash bypasses aliases.
# Programs are started with env, because with "set -e" bash 3.2 exits if "command PROGRAM" fails, even after "if" and
# before "||".
\builtin unalias @NAME@ 2>/dev/null || \builtin true

function @NAME@ {
    \builtin local __ssotui_file='' __ssotui_folder='' __ssotui_line='' __ssotui_status=8 __ssotui_channel=/dev/fd/9
    for __ssotui_line in "$@"; do
        case "$__ssotui_line" in
            --debug | --no-input) \builtin continue ;;
            exec | demo)
                # They change nothing in this shell, and their command gets every descriptor that the user opened for it.
                SSOTUI_CHANNEL='' SSOTUI_SHELL=bash SSOTUI_HOOK=@HOOK@ @PROGRAM@ "$@"
                \builtin return
                ;;
        esac
        \builtin break
    done
    for __ssotui_folder in "${XDG_RUNTIME_DIR:-}" "${TMPDIR:-}" /tmp; do
        [[ -d "$__ssotui_folder" ]] || \builtin continue
        __ssotui_file=$(\env mktemp "$__ssotui_folder/ssotui.XXXXXXXXXX" 2>/dev/null) && \builtin break
        __ssotui_file=''
    done
    # The file may have been removed, or no descriptor may be free.
    [[ -z "$__ssotui_file" ]] || { \builtin true; } 2>/dev/null 8<"$__ssotui_file" 9<>"$__ssotui_file" || {
        \env rm -f -- "$__ssotui_file"
        __ssotui_file=''
    }
    if [[ -z "$__ssotui_file" ]]; then
        # Without the file the program reports an error if it has variables for this shell.
        SSOTUI_CHANNEL='' SSOTUI_SHELL=bash SSOTUI_HOOK=@HOOK@ @PROGRAM@ "$@"
        \builtin return
    fi
    # Ctrl+C ends a function at once, so the file is removed first and used through its open descriptors. If it can't be
    # opened, nothing is run and the status is 8.
    {
        case "${OSTYPE:-}" in
            # From Git Bash, Windows programs inherit only the first three descriptors, and they need a Windows path.
            msys* | cygwin*) __ssotui_channel=$(\env cygpath -w -- "$__ssotui_file") ;;
            *) \env rm -f -- "$__ssotui_file" ;;
        esac
        SSOTUI_CHANNEL="$__ssotui_channel" SSOTUI_SHELL=bash SSOTUI_HOOK=@HOOK@ @PROGRAM@ "$@" 8<&-
        __ssotui_status=$?
        [[ "$__ssotui_channel" == /dev/fd/9 ]] || \env rm -f -- "$__ssotui_file"
        [[ "$__ssotui_status" == 0 ]] || \builtin return "$__ssotui_status"
        while IFS= \builtin read -r __ssotui_line; do
            case "$__ssotui_line" in
                @UNSET@) \builtin unset -v "${__ssotui_line#unset }" || __ssotui_status=1 ;;
                @SET@) \builtin export "$__ssotui_line" || __ssotui_status=1 ;;
            esac
        done <&8
    } 8<"$__ssotui_file" 9<>"$__ssotui_file"
    \builtin return "$__ssotui_status"
}

# The program parses the line itself, because readline splits it at quoted blanks, and prints quoted words.
function __ssotui_complete {
    \builtin local __ssotui_line='' IFS=$' \t\n'
    COMPREPLY=()
    \builtin compopt -o nosort 2>/dev/null # those used most are first; bash before 4.4 sorts all
    # bash before 5.1 has no "< <(" in posix mode.
    while IFS= \builtin read -r __ssotui_line; do
        [[ -z "$__ssotui_line" ]] || COMPREPLY+=("$__ssotui_line")
    done <<<"$(SSOTUI_SHELL=bash SSOTUI_LINE="${COMP_LINE:0:COMP_POINT}" SSOTUI_BREAKS="$COMP_WORDBREAKS" \
        @PROGRAM@ __complete -- 2>/dev/null)"
}
\builtin complete -F __ssotui_complete @NAME@
