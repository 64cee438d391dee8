# What the alias of ssotui runs in tcsh (6.20 or later): argv is the version of the lines and then the typed words. The
# program writes what this shell is to take over into a private file; nothing of it is evaluated, and only these
# variables are taken. A sourced file is one command behind && and ||, as a list of commands in an alias is not.

if ($?__ssotui_run_file) then
    \rm -f -- "$__ssotui_run_file"
endif
set __ssotui_run_file = "`\sh -c 'for folder in "'"$XDG_RUNTIME_DIR" "$TMPDIR" /tmp; do [ -d "$folder" ] && mktemp "$folder/ssotui.XXXXXXXXXX" 2>/dev/null && break; done'"'`"
if ("$__ssotui_run_file" != '' && ! -f "$__ssotui_run_file") set __ssotui_run_file = ''

# A list loses its empty words when it is expanded: so the code has the words' numbers in it, never the words.
set __ssotui_run_words = ''
set __ssotui_run_number = 2
while ($__ssotui_run_number <= $#argv)
    set __ssotui_run_words = "$__ssotui_run_words "'"$argv['"$__ssotui_run_number"']"'
    @ __ssotui_run_number++
end
eval '\env SSOTUI_CHANNEL="$__ssotui_run_file" SSOTUI_SHELL=tcsh SSOTUI_HOOK="$argv[1]" $__ssotui_program:q '"$__ssotui_run_words" && set __ssotui_run_status = 0 || set __ssotui_run_status = $status

if ($__ssotui_run_status == 0 && "$__ssotui_run_file" != '') then
    # Between backquotes the value of a variable of tcsh's would be code, so only sh reads this one.
    setenv SSOTUI_CHANNEL "$__ssotui_run_file"
    set __ssotui_run_lines = ("`\sh -c 'exec cat "'"$SSOTUI_CHANNEL"'"'`")
    unsetenv SSOTUI_CHANNEL
    while ($#__ssotui_run_lines)
        set __ssotui_run_line = "$__ssotui_run_lines[1]"
        foreach __ssotui_run_name ($__ssotui_known)
            if ("$__ssotui_run_line" == "unset $__ssotui_run_name") unsetenv $__ssotui_run_name
            # The code has the name of the variable in it, never its value.
            if ("$__ssotui_run_line" =~ ${__ssotui_run_name}=*) \
                eval "setenv $__ssotui_run_name "'"$__ssotui_run_line:s/'"$__ssotui_run_name"'=//"'
        end
        shift __ssotui_run_lines
    end
endif

if ("$__ssotui_run_file" != '') \rm -f -- "$__ssotui_run_file"
# The last command's status is that of the alias.
set __ssotui_status = $__ssotui_run_status
unset __ssotui_run_*
set status = $__ssotui_status
