# ssotui's wrapper for nushell (0.101 or later). The program writes variables for this shell into a private file. The
# wrapper doesn't evaluate the file, and it sets or unsets only the variables named below.

# The program parses the line itself, because nushell splits it at quoted blanks, and prints quoted words.
def "__ssotui complete" [given: any] {
    let line = if ($given | describe) == "string" { $given } else { $given | str join " " }
    try {
        with-env {SSOTUI_SHELL: nushell, SSOTUI_LINE: $line} { ^@PROGRAM@ __complete "--" } | complete | get stdout
    } catch { "" } | lines | each {|found|
        let parts = ($found | split row --number 2 "\t")
        {value: $parts.0, description: ($parts.1? | default "")}
    }
}

@COMPLETED@
def --env --wrapped @NAME@ [...words: @WORD@] {
    let input = $in
    let variables = {SSOTUI_CHANNEL: "", SSOTUI_SHELL: nushell, SSOTUI_HOOK: "@HOOK@"}
    let command = ($words | where $it not-in ["--debug" "--no-input"] | append "" | first)
    let has_no_switch = $command in [@OTHERS@] or ($words | any {|word| $word in ["--print" "--json" "--help" "-h"] })
    if $has_no_switch {
        # This must be the last command: only its output can be piped, and only its failure has the exit code.
        with-env $variables { if $input == null { ^@PROGRAM@ ...$words } else { $input | ^@PROGRAM@ ...$words } }
    } else {
        # Without the file the program reports an error if it has variables for this shell.
        let file = (try { mktemp --tmpdir ssotui.XXXXXXXXXX } catch { "" })
        mut code = (try {
            with-env ($variables | merge {SSOTUI_CHANNEL: $file}) {
                if $input == null { ^@PROGRAM@ ...$words } else { $input | ^@PROGRAM@ ...$words }
            }
            0
        } catch {|failure| $failure.exit_code? | default 1 })
        let text = if $file == "" { "" } else { try { open --raw $file | decode utf-8 } catch { null } }
        if $file != "" { rm --force $file }
        if $code == 0 and $text == null {
            print --stderr "ssotui: A temporary file can't be read, so this shell was not switched. Run the command again."
            $code = 8
        }
        if $code != 0 {
            # The failure of an external program stops a sequence without an error box. A signal has a negative code.
            ^$nu.current-exe --no-config-file --commands $"exit (if $code < 0 { 128 - $code } else { $code })"
        }
        for line in ($text | split row "\n") {
            let parts = ($line | split row --number 2 "=")
            let removed = ($line | str replace --regex '^unset ' '')
            if ($parts | length) == 2 and $parts.0 in [@KNOWN@] {
                load-env {($parts.0): $parts.1}
            } else if $removed != $line and $removed in [@KNOWN@] {
                hide-env --ignore-errors $removed
            }
        }
    }
}
