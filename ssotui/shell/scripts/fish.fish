# ssotui's wrapper for fish (3.1 or later). The program writes variables for this shell into a private file. The wrapper
# doesn't evaluate the file, and it sets or unsets only the variables named below.
function @NAME@ --description 'Switch AWS account and role'
    set -l file
    for folder in $XDG_RUNTIME_DIR $TMPDIR /tmp
        test -d "$folder"; or continue
        set file (command mktemp "$folder/ssotui.XXXXXXXXXX" 2>/dev/null); and test -f "$file"; and break
        set file
    end
    # Ctrl+C ends a function at once. fish then calls this one on its next event.
    function __ssotui_forget --inherit-variable file --on-event fish_postexec --on-event fish_exit
        functions --erase __ssotui_forget
        test -z "$file"; or command rm -f -- $file
    end
    set -l universal
    for name in @KNOWN@
        set --query --universal --export $name; and set --append universal $name
    end
    SSOTUI_CHANNEL="$file" SSOTUI_SHELL=fish SSOTUI_HOOK=@HOOK@ SSOTUI_UNIVERSAL="$universal" command @PROGRAM@ $argv
    set -l code $status
    if test -n "$file" -a "$code" = 0
        set -l opened
        begin
            set opened yes
            while builtin read --local line
                set -l parts (string split --max 1 -- = $line)
                switch $line
                    case @UNSET@
                        set --erase --global (string replace 'unset ' '' -- $line)
                    case @SET@
                        set --global --export $parts[1] $parts[2]
                end
            end
        end <$file
        if test -z "$opened"
            echo "ssotui: A temporary file can't be read, so this shell was not switched. Run the command again." >&2
            set code 8
        end
    end
    __ssotui_forget
    return $code
end

function __ssotui_complete
    set -l words (commandline -opc) (commandline -ct)
    SSOTUI_SHELL=fish command @PROGRAM@ __complete -- $words[2..-1] 2>/dev/null
end
complete --command @NAME@ --no-files --keep-order --arguments '(__ssotui_complete)'
