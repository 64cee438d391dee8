
# Binds a key of the command line to the picker. zsh redraws the typed text afterwards.
if [[ -o zle ]]; then
    function __ssotui_pick {
        zle -I
        @NAME@ </dev/tty
        # The picker turns off bracketed paste, without which a pasted line break would run the text before it.
        builtin print -rn -- "${zle_bracketed_paste[1]:-}" >/dev/tty
        zle reset-prompt
    }
    zle -N __ssotui_pick
    for __ssotui_keymap in emacs viins vicmd; do
        bindkey -M "$__ssotui_keymap" @KEY@ __ssotui_pick
    done
    builtin unset -v __ssotui_keymap
fi
