
# Binds a key of the command line to the picker. fish redraws the typed text afterwards.
if status is-interactive
    function __ssotui_pick
        @NAME@ </dev/tty
        # The picker turns off bracketed paste, without which a pasted line break would run the text before it.
        printf '\e[?2004h' >/dev/tty
        commandline --function repaint
    end
    for mode in default insert
        bind --mode $mode @KEY@ __ssotui_pick
    end
end
