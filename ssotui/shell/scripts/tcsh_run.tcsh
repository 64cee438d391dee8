# The alias of ssotui sources this file in tcsh (6.20 or later). argv is the version of the lines, and the typed words.
# The program writes variables for this shell into a private file. This code doesn't evaluate the file, and it sets or
# unsets only the variables in __ssotui_known. A sourced file is one command for && and ||; a list in an alias is not.

if ($?__ssotui_run_file) then
    \rm -f -- "$__ssotui_run_file"
endif
set __ssotui_run_file = "`\sh -c 'for folder in "'"$XDG_RUNTIME_DIR" "$TMPDIR" /tmp; do [ -d "$folder" ] && mktemp "$folder/ssotui.XXXXXXXXXX" 2>/dev/null && break; done'"'`"
if ("$__ssotui_run_file" != '' && ! -f "$__ssotui_run_file") set __ssotui_run_file = ''

# Expanding a list drops its empty words, so the code built here contains the indexes of the words, never their text.
set __ssotui_run_words = ''
set __ssotui_run_number = 2
while ($__ssotui_run_number <= $#argv)
    set __ssotui_run_words = "$__ssotui_run_words "'"$argv['"$__ssotui_run_number"']"'
    @ __ssotui_run_number++
end
eval '\env SSOTUI_CHANNEL="$__ssotui_run_file" SSOTUI_SHELL=tcsh SSOTUI_HOOK="$argv[1]" $__ssotui_program:q '"$__ssotui_run_words" && set __ssotui_run_status = 0 || set __ssotui_run_status = $status

if ($__ssotui_run_status == 0 && "$__ssotui_run_file" != '') then
    # Within backquotes tcsh would run the value of its variable as code, so sh gets the value from the environment.
    setenv SSOTUI_CHANNEL "$__ssotui_run_file"
    set __ssotui_run_lines = ("`\sh -c 'exec cat "'"$SSOTUI_CHANNEL"'"'`")
    unsetenv SSOTUI_CHANNEL
    while ($#__ssotui_run_lines)
        set __ssotui_run_line = "$__ssotui_run_lines[1]"
        foreach __ssotui_run_name ($__ssotui_known)
            if ("$__ssotui_run_line" == "unset $__ssotui_run_name") unsetenv $__ssotui_run_name
            # The code contains the name of the variable, never its value.
            if ("$__ssotui_run_line" =~ ${__ssotui_run_name}=*) \
                eval "setenv $__ssotui_run_name "'"$__ssotui_run_line:s/'"$__ssotui_run_name"'=//"'
        end
        shift __ssotui_run_lines
    end
endif

if ("$__ssotui_run_file" != '') \rm -f -- "$__ssotui_run_file"
# The status of the last command is the status of the alias.
set __ssotui_status = $__ssotui_run_status
unset __ssotui_run_*
set status = $__ssotui_status
