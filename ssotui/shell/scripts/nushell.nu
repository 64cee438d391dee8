# ssotui's wrapper for nushell. The program writes what this shell is to take over into a private file; nothing of it is
# evaluated, and only these variables are taken.
def --env --wrapped @NAME@ [...words: string] {
    # Only the last command's output can go into a pipe, and these have nothing for the shell.
    let others = [list status login logout session profile creds credential-process exec console whoami doctor init demo]
    if $words.0? in $others {
        ^@PROGRAM@ ...$words
    } else {
        let known = [@KNOWN@]
        # Without one, the program says so where it has something for this shell.
        let file = (try { mktemp --tmpdir ssotui.XXXXXXXXXX } catch { "" })
        let failed = try {
            with-env {SSOTUI_CHANNEL: $file, SSOTUI_SHELL: nushell, SSOTUI_HOOK: "@HOOK@"} { ^@PROGRAM@ ...$words }
            false
        } catch { true }
        let lines = if $file == "" { [] } else { open --raw $file | decode utf-8 | split row "\n" }
        if $file != "" { rm --force $file }
        if $failed {
            error make --unspanned {msg: "ssotui was left or failed"}
        }
        for line in $lines {
            let parts = ($line | split row --number 2 "=")
            let removed = ($line | str replace --regex '^unset ' '')
            if ($parts | length) == 2 and ($parts.0 in $known) {
                load-env {($parts.0): $parts.1}
            } else if $removed != $line and $removed in $known {
                hide-env --ignore-errors $removed
            }
        }
    }
}
