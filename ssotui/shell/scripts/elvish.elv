# ssotui's wrapper for elvish. The program writes variables for this shell into a private file. The wrapper doesn't
# evaluate the file, and it sets or unsets only the variables named below.
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
  for name [SSOTUI_CHANNEL SSOTUI_SHELL SSOTUI_HOOK] { unset-env $name }
}

fn @NAME@ {|@words|
  # Without the file the program reports an error if it has variables for this shell.
  try { set __ssotui_file = (e:mktemp 2>/dev/null) } catch { nop }
  if (not (path:is-regular $__ssotui_file)) { set __ssotui_file = '' }
  try {
    # Not by env, to which a path with a "=" in it is a variable.
    set-env SSOTUI_CHANNEL $__ssotui_file
    set-env SSOTUI_SHELL elvish
    set-env SSOTUI_HOOK @HOOK@
    @PROGRAM@ $@words
    if (not-eq $__ssotui_file '') {
      for line [(from-lines < $__ssotui_file)] { __ssotui_take $line }
    }
  } catch failure {
    # Leaving the picker (130) is no failure. Everything else raises, because only an exception stops a sequence.
    var reason = $failure[reason]
    if (not (and (has-key $reason exit-status) (eq $reason[exit-status] 130))) { fail $failure }
  } finally {
    __ssotui_forget
  }
}

# After Ctrl+C no code runs until the next prompt.
set edit:before-readline = [$@edit:before-readline $__ssotui_forget~]
# Without add-var, the function would only exist within eval.
edit:add-var @NAME@~ $@NAME@~
set edit:completion:arg-completer[@NAME@] = {|_ @words|
  try {
    set-env SSOTUI_SHELL elvish
    @PROGRAM@ __complete -- $@words 2>/dev/null | from-lines | each {|line|
      put [(str:split &max=2 "\t" $line)][0]
    }
  } catch { nop } finally { unset-env SSOTUI_SHELL }
}
