# ssotui's wrapper for zsh. The program writes variables for this shell into a private file. The wrapper doesn't
# evaluate the file, and it sets or unsets only the variables named below. The functions keep the options of
# "emulate zsh -o no_aliases -c", with which this code is run.
builtin unalias @NAME@ 2>/dev/null || builtin true

function @NAME@ {
    builtin local __ssotui_file="" __ssotui_folder="" __ssotui_line="" __ssotui_status=8
    for __ssotui_line in "$@"; do
        case "$__ssotui_line" in
            --debug | --no-input) builtin continue ;;
            exec | demo)
                # They change nothing in this shell, and their command gets every descriptor that the user opened for it.
                SSOTUI_CHANNEL="" SSOTUI_SHELL=zsh SSOTUI_HOOK=@HOOK@ command @PROGRAM@ "$@"
                builtin return
                ;;
        esac
        builtin break
    done
    for __ssotui_folder in "${XDG_RUNTIME_DIR:-}" "${TMPDIR:-}" /tmp; do
        [[ -d "$__ssotui_folder" ]] || builtin continue
        __ssotui_file=$(command mktemp "$__ssotui_folder/ssotui.XXXXXXXXXX" 2>/dev/null) && builtin break
        __ssotui_file=""
    done
    # The file may have been removed, or no descriptor may be free.
    [[ -z "$__ssotui_file" ]] || { builtin true; } 2>/dev/null 8<"$__ssotui_file" 9<>"$__ssotui_file" || {
        command rm -f -- "$__ssotui_file"
        __ssotui_file=''
    }
    if [[ -z "$__ssotui_file" ]]; then
        # Without the file the program reports an error if it has variables for this shell.
        SSOTUI_CHANNEL="" SSOTUI_SHELL=zsh SSOTUI_HOOK=@HOOK@ command @PROGRAM@ "$@"
        builtin return
    fi
    # Ctrl+C ends a function at once, so the file is removed first and used through its open descriptors. If it can't be
    # opened, nothing is run and the status is 8.
    {
        command rm -f -- "$__ssotui_file"
        SSOTUI_CHANNEL=/dev/fd/9 SSOTUI_SHELL=zsh SSOTUI_HOOK=@HOOK@ command @PROGRAM@ "$@" 8<&-
        __ssotui_status=$?
        [[ "$__ssotui_status" == 0 ]] || builtin return "$__ssotui_status"
        while IFS= builtin read -r __ssotui_line; do
            case "$__ssotui_line" in
                @UNSET@) builtin unset -v "${__ssotui_line#unset }" || __ssotui_status=1 ;;
                @SET@) builtin export "$__ssotui_line" || __ssotui_status=1 ;;
            esac
        done <&8
    } 8<"$__ssotui_file" 9<>"$__ssotui_file"
    builtin return "$__ssotui_status"
}

# zsh filters the candidates by the matchers of the user, quotes them, and lists them by the styles of the user, with -V
# in the order in which they come. In the input of _describe a colon ends the word unless a backslash precedes it.
function __ssotui_complete {
    builtin setopt local_options "${_comp_options[@]}"
    builtin local __ssotui_line __ssotui_word
    builtin local -a __ssotui_found
    while IFS= builtin read -r __ssotui_line; do
        __ssotui_word=${${__ssotui_line%%$'\t'*}//(#m)[\\:]/\\$MATCH}
        [[ "$__ssotui_line" == *$'\t'* ]] && __ssotui_word+=":${__ssotui_line#*$'\t'}"
        __ssotui_found+=("$__ssotui_word")
    done < <(SSOTUI_SHELL=zsh command @PROGRAM@ __complete -- "${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
    _describe -V -t words ssotui __ssotui_found
}
if (( $+functions[compdef] )); then
    compdef __ssotui_complete @NAME@
fi
