# ssotui's wrapper for zsh. The program writes what this shell is to take over into a private file; nothing of it is
# evaluated, and only these variables are taken. (Run by "emulate zsh -o no_aliases -c", which the functions keep.)
builtin unalias @NAME@ 2>/dev/null || builtin true

function @NAME@ {
    builtin local __ssotui_file="" __ssotui_folder="" __ssotui_line="" __ssotui_status=8
    for __ssotui_folder in "${XDG_RUNTIME_DIR:-}" "${TMPDIR:-}" /tmp; do
        [[ -d "$__ssotui_folder" ]] || builtin continue
        __ssotui_file=$(command mktemp "$__ssotui_folder/ssotui.XXXXXXXXXX" 2>/dev/null) && builtin break
        __ssotui_file=""
    done
    # Its name may be gone already, or no descriptor free.
    [[ -z "$__ssotui_file" ]] || { builtin true; } 2>/dev/null 8<"$__ssotui_file" 9<>"$__ssotui_file" || {
        command rm -f -- "$__ssotui_file"
        __ssotui_file=''
    }
    if [[ -z "$__ssotui_file" ]]; then
        # The program says so where it has something for this shell.
        SSOTUI_CHANNEL="" SSOTUI_SHELL=zsh SSOTUI_HOOK=@HOOK@ command @PROGRAM@ "$@"
        builtin return
    fi
    # Ctrl+C ends a function on the spot: so the file loses its name at once and lives on as long as it is open here.
    # Where it can't be opened nothing is run, and the status is 8.
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

# zsh itself picks from the candidates what fits the word, by the matching its user chose, quotes it and lists it by the
# user's styles. In what _describe reads, a backslash keeps a colon from ending the word.
function __ssotui_complete {
    builtin setopt local_options "${_comp_options[@]}"
    builtin local __ssotui_line __ssotui_word
    builtin local -a __ssotui_found
    while IFS= builtin read -r __ssotui_line; do
        __ssotui_word=${${__ssotui_line%%$'\t'*}//(#m)[\\:]/\\$MATCH}
        [[ "$__ssotui_line" == *$'\t'* ]] && __ssotui_word+=":${__ssotui_line#*$'\t'}"
        __ssotui_found+=("$__ssotui_word")
    done < <(SSOTUI_SHELL=zsh command @PROGRAM@ __complete -- "${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
    _describe -t words ssotui __ssotui_found
}
if (( $+functions[compdef] )); then
    compdef __ssotui_complete @NAME@
fi
