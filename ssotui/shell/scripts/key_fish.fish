
# A key of the command line: the picker opens over what is typed, which fish draws again.
if status is-interactive
    function __ssotui_pick
        @NAME@ </dev/tty
        # The picker has ended this mode, without which a pasted line break runs what is before it.
        printf '\e[?2004h' >/dev/tty
        commandline --function repaint
    end
    for mode in default insert
        bind --mode $mode @KEY@ __ssotui_pick
    end
end
