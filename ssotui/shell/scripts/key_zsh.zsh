
# A key of the command line: the picker opens over what is typed, which zsh draws again.
if [[ -o zle ]]; then
    function __ssotui_pick {
        zle -I
        @NAME@ </dev/tty
        # The picker has ended this mode, without which a pasted line break runs what is before it.
        builtin print -rn -- "${zle_bracketed_paste[1]:-}" >/dev/tty
        zle reset-prompt
    }
    zle -N __ssotui_pick
    for __ssotui_keymap in emacs viins vicmd; do
        bindkey -M "$__ssotui_keymap" @KEY@ __ssotui_pick
    done
    builtin unset -v __ssotui_keymap
fi
