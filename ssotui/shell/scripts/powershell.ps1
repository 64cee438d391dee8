# ssotui's wrapper for PowerShell (5.1 or later). The program writes what this shell is to take over into a private file;
# nothing of it is evaluated, and only these variables are taken.
# It is no advanced function, for that would take -d and -v to be -Debug and -Verbose. PowerShell keeps the first bare --
# of a function's words to itself: write '--' where the program is to see one.
function global:@NAME@ {
    $PSNativeCommandUseErrorActionPreference = $false
    $SsotuiFile = $null
    $global:LASTEXITCODE = 1
    # Outside Windows, PowerShell expands * and ~ in what it gives to a program, but not in a word between double quotes;
    # and of -a:b it makes two words. The code here has the words' numbers in it, never the words. (What is no text is a
    # number that was typed: it goes as it is, for only so it keeps its zeros.)
    $SsotuiProgram, $SsotuiBefore = @PROGRAM@
    $SsotuiWords = $args
    $SsotuiCall = '& $SsotuiProgram @SsotuiBefore'
    for ($SsotuiAt = 0; $SsotuiAt -lt $SsotuiWords.Count; $SsotuiAt++) {
        if ($SsotuiWords[$SsotuiAt] -isnot [string]) {
            $SsotuiCall += " `$SsotuiWords[$SsotuiAt]"
        } elseif ($SsotuiWords[$SsotuiAt].EndsWith(':') -and $SsotuiAt + 1 -lt $SsotuiWords.Count -and
            $null -ne $SsotuiWords[$SsotuiAt].PSObject.Properties['<CommandParameterName>']) {
            $SsotuiCall += " ""`$(`$SsotuiWords[$SsotuiAt])`$(`$SsotuiWords[$($SsotuiAt + 1)])"""
            $SsotuiAt++
        } else {
            $SsotuiCall += " ""`$(`$SsotuiWords[$SsotuiAt])"""
        }
    }
    if ($MyInvocation.ExpectingInput) { $SsotuiCall = "`$SsotuiInput | $SsotuiCall"; $SsotuiInput = $input }
    $SsotuiCall = [scriptblock]::Create($SsotuiCall)
    try { $SsotuiFile = (Microsoft.PowerShell.Utility\New-TemporaryFile -ErrorAction Stop).FullName } catch { $SsotuiFile = $null }
    try {
        $env:SSOTUI_CHANNEL = $SsotuiFile
        $env:SSOTUI_SHELL = 'powershell'
        $env:SSOTUI_HOOK = '@HOOK@'
        . $SsotuiCall
        if ($SsotuiFile -and $global:LASTEXITCODE -eq 0) {
            $SsotuiLines = @()
            try {
                $SsotuiLines = @(Microsoft.PowerShell.Management\Get-Content -LiteralPath $SsotuiFile -Encoding UTF8 -ErrorAction Stop)
            } catch {
                $global:LASTEXITCODE = 8
                [System.Console]::Error.WriteLine("ssotui: This shell's private file is gone: run the command again.")
            }
            foreach ($SsotuiLine in $SsotuiLines) {
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
    if ($global:LASTEXITCODE -ne 0) {
        # $? of a function stays true whatever its program said. An error in a pipeline that reports to the function's
        # caller makes it false, and so do && and || know; Ignore keeps it off the screen and out of $Error.
        $SsotuiFailure = { Microsoft.PowerShell.Utility\Write-Error -Message 'ssotui failed' -ErrorAction Ignore }.GetSteppablePipeline()
        $SsotuiFailure.Begin($false, $ExecutionContext)
        $SsotuiFailure.End()
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
    $SsotuiProgram, $SsotuiBefore = @PROGRAM@
    try { $SsotuiFound = @(& $SsotuiProgram @SsotuiBefore __complete -- @SsotuiWords $SsotuiTyped 2>$null) } finally { $env:SSOTUI_SHELL = $null }
    foreach ($SsotuiLine in $SsotuiFound) {
        $SsotuiWord, $SsotuiTip = $SsotuiLine -split "`t", 2
        if (-not $SsotuiTip) { $SsotuiTip = $SsotuiWord }
        [System.Management.Automation.CompletionResult]::new($SsotuiWord, $SsotuiWord, 'ParameterValue', $SsotuiTip)
    }
}
