# ssotui's wrapper for PowerShell (5.1 or later). The program writes what this shell is to take over into a private file;
# nothing of it is evaluated, and only these variables are taken.
# PowerShell keeps the first -- of a function's words to itself: write '--' where the program is to see one.
function global:@NAME@ {
    $PSNativeCommandUseErrorActionPreference = $false
    $SsotuiFile = $null
    try { $SsotuiFile = (Microsoft.PowerShell.Utility\New-TemporaryFile -ErrorAction Stop).FullName } catch { $SsotuiFile = $null }
    try {
        $env:SSOTUI_CHANNEL = $SsotuiFile
        $env:SSOTUI_SHELL = 'powershell'
        $env:SSOTUI_HOOK = '@HOOK@'
        if ($MyInvocation.ExpectingInput) { $input | & @PROGRAM@ @args } else { & @PROGRAM@ @args }
        if ($SsotuiFile -and $LASTEXITCODE -eq 0) {
            foreach ($SsotuiLine in @(Microsoft.PowerShell.Management\Get-Content -LiteralPath $SsotuiFile -Encoding UTF8)) {
                $SsotuiName, $SsotuiValue = $SsotuiLine -split '=', 2
                $SsotuiRemoved = $SsotuiLine -replace '^unset ', ''
                if ($null -ne $SsotuiValue -and @(@KNOWN@) -ccontains $SsotuiName) {
                    Microsoft.PowerShell.Management\Set-Item -LiteralPath "Env:$SsotuiName" -Value $SsotuiValue
                } elseif (@(@KNOWN@) -ccontains $SsotuiRemoved -and $SsotuiLine -clike 'unset *') {
                    Microsoft.PowerShell.Management\Remove-Item -LiteralPath "Env:$SsotuiRemoved" -ErrorAction Ignore
                }
            }
        }
    } finally {
        $env:SSOTUI_CHANNEL = $null
        $env:SSOTUI_SHELL = $null
        $env:SSOTUI_HOOK = $null
        if ($SsotuiFile) { Microsoft.PowerShell.Management\Remove-Item -LiteralPath $SsotuiFile -Force -ErrorAction Ignore }
    }
}

# The program answers with words quoted for PowerShell, and what they are after a tab.
Microsoft.PowerShell.Core\Register-ArgumentCompleter -Native -CommandName @QUOTED_NAME@ -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $SsotuiWords = @($commandAst.CommandElements |
        Microsoft.PowerShell.Core\Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        Microsoft.PowerShell.Utility\Select-Object -Skip 1 |
        Microsoft.PowerShell.Core\ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
        })
    $env:SSOTUI_SHELL = 'powershell'
    # Older versions drop an empty argument: a quote mark alone stands for it, and for the one that opens a word.
    $SsotuiTyped = if ($wordToComplete) { $wordToComplete } else { "'" }
    try { $SsotuiFound = @(& @PROGRAM@ __complete -- @SsotuiWords $SsotuiTyped 2>$null) } finally { $env:SSOTUI_SHELL = $null }
    foreach ($SsotuiLine in $SsotuiFound) {
        $SsotuiWord, $SsotuiTip = $SsotuiLine -split "`t", 2
        if (-not $SsotuiTip) { $SsotuiTip = $SsotuiWord }
        [System.Management.Automation.CompletionResult]::new($SsotuiWord, $SsotuiWord, 'ParameterValue', $SsotuiTip)
    }
}
