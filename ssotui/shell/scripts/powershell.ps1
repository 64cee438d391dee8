# ssotui's wrapper for PowerShell (5.1 or later). The program writes variables for this shell into a private file. The
# wrapper doesn't evaluate the file, and it sets or unsets only the variables named below.
# It isn't an advanced function, in which -d and -v would mean -Debug and -Verbose. PowerShell removes the first
# unquoted -- from the arguments of a function: write '--' to pass it on.
function global:@NAME@ {
    $PSNativeCommandUseErrorActionPreference = $false
    $SsotuiFile = $null
    $global:LASTEXITCODE = 1
    # Outside Windows, PowerShell expands * and ~ in arguments of programs unless they are in double quotes, and it
    # splits -a:b into two arguments. The code built here contains the indexes of the arguments, never their text. An argument
    # that isn't a string is a typed number, which keeps its leading zeros only if it is passed unquoted.
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
                [System.Console]::Error.WriteLine("ssotui: A temporary file can't be read, so this shell was not switched. Run the command again.")
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
        # The exit status of a program doesn't set $? of a function. An error in a pipeline that reports to the caller
        # does, also for && and ||. With Ignore the error isn't shown and isn't added to $Error.
        $SsotuiFailure = { Microsoft.PowerShell.Utility\Write-Error -Message 'ssotui failed' -ErrorAction Ignore }.GetSteppablePipeline()
        $SsotuiFailure.Begin($false, $ExecutionContext)
        $SsotuiFailure.End()
    }
}

# The program prints words quoted for PowerShell, each with a description after a tab.
Microsoft.PowerShell.Core\Register-ArgumentCompleter -Native -CommandName @QUOTED_NAME@ -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $SsotuiWords = @($commandAst.CommandElements |
        Microsoft.PowerShell.Core\Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        Microsoft.PowerShell.Utility\Select-Object -Skip 1 |
        Microsoft.PowerShell.Core\ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
        })
    $env:SSOTUI_SHELL = 'powershell'
    # Older versions drop empty arguments, so an empty word is passed as a single quote, as is a word's opening quote.
    $SsotuiTyped = if ($wordToComplete) { $wordToComplete } else { "'" }
    $SsotuiProgram, $SsotuiBefore = @PROGRAM@
    try { $SsotuiFound = @(& $SsotuiProgram @SsotuiBefore __complete -- @SsotuiWords $SsotuiTyped 2>$null) } finally { $env:SSOTUI_SHELL = $null }
    foreach ($SsotuiLine in $SsotuiFound) {
        $SsotuiWord, $SsotuiTip = $SsotuiLine -split "`t", 2
        if (-not $SsotuiTip) { $SsotuiTip = $SsotuiWord }
        [System.Management.Automation.CompletionResult]::new($SsotuiWord, $SsotuiWord, 'ParameterValue', $SsotuiTip)
    }
}
