# ssotui's wrapper for elvish. The program writes what this shell is to take over into a private file; nothing of it is
# evaluated, and only these variables are taken.
use path
use str

var __ssotui_known = [@KNOWN@]

fn __ssotui_take {|line|
  if (str:has-prefix $line 'unset ') {
    var name = (str:trim-prefix $line 'unset ')
    if (has-value $__ssotui_known $name) { unset-env $name }
  } else {
    var name @value = (str:split &max=2 '=' $line)
    if (and (has-value $__ssotui_known $name) (not-eq $value [])) { set-env $name $value[0] }
  }
}

var __ssotui_file = ''

fn __ssotui_forget {
  if (not-eq $__ssotui_file '') { e:rm -f -- $__ssotui_file }
  set __ssotui_file = ''
}

fn @NAME@ {|@words|
  # Without one, the program says so where it has something for this shell.
  try { set __ssotui_file = (e:mktemp 2>/dev/null) } catch { nop }
  if (not (path:is-regular $__ssotui_file)) { set __ssotui_file = '' }
  try {
    e:env SSOTUI_CHANNEL=$__ssotui_file SSOTUI_SHELL=elvish SSOTUI_HOOK=@HOOK@ @PROGRAM@ $@words
    if (not-eq $__ssotui_file '') {
      for line [(from-lines < $__ssotui_file)] { __ssotui_take $line }
    }
  } catch failure {
    # Leaving the picker is no failure; anything else is, for a semicolon goes on after all but an exception.
    var reason = $failure[reason]
    if (not (and (has-key $reason exit-status) (eq $reason[exit-status] 130))) { fail $failure }
  } finally {
    __ssotui_forget
  }
}

# After Ctrl+C nothing runs any more until the next prompt.
set edit:before-readline = [$@edit:before-readline $__ssotui_forget~]
# What eval defines would be gone after it.
edit:add-var @NAME@~ $@NAME@~
set edit:completion:arg-completer[@NAME@] = {|_ @words|
  try {
    e:env SSOTUI_SHELL=elvish @PROGRAM@ __complete -- $@words 2>/dev/null | from-lines | each {|line|
      put [(str:split &max=2 "\t" $line)][0]
    }
  } catch { nop }
}
