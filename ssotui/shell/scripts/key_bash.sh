
# Binds a key of the command line to the picker. readline redraws the typed text afterwards.
if [[ $- == *i* ]]; then
    function __ssotui_pick {
        @NAME@ </dev/tty
        # The picker turns off bracketed paste, without which a pasted line break would run the text before it.
        [[ "$(\builtin bind -v)" != *'set enable-bracketed-paste on'* ]] || \builtin printf '\e[?2004h' >/dev/tty
    }
    for __ssotui_keymap in emacs-standard vi-insert vi-command; do
        \builtin bind -m "$__ssotui_keymap" -x @KEY@ 2>/dev/null
    done
    \builtin unset -v __ssotui_keymap
fi
