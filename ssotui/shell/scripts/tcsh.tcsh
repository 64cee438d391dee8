set __ssotui_known = (@KNOWN@);
set __ssotui_program = (@PROGRAM@);
set __ssotui_script = @SCRIPT@;
alias @NAME@ 'source $__ssotui_script:q @HOOK@ \!*';
complete @NAME@ 'p@*@`\env SSOTUI_SHELL=tcsh $__ssotui_program:q __complete`@';
