; Slipway for the person who installs it: no administrator is asked for anything.
; Given by whoever packs it: VERSION, FILES (a folder), SETUP (the file to make). Paths of the
; repository are seen from its root.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true

!include LogicLib.nsh
!include MUI2.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\app.slipway.desktop"
; The browser Windows shows the window with, under the name its updater knows it by.
!define WEBVIEW2 "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

Name "Slipway"
OutFile "${SETUP}"
InstallDir "$LOCALAPPDATA\Programs\Slipway"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "Slipway ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Slipway"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs Slipway"
VIAddVersionKey "LegalCopyright" "The Slipway authors, MIT licence"

!define MUI_ICON "icons\icon.ico"
!define MUI_UNICON "icons\icon.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\slipway.exe"
!insertmacro MUI_PAGE_LICENSE "LICENSE"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Windows lets nobody write to a program that runs: the old one would stay beside the new files. It
; would let it be renamed, so only opening it tells.
!macro SLIPWAY_IS_CLOSED UN
Function ${UN}SlipwayIsClosed
  ${If} ${FileExists} "$INSTDIR\slipway.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\slipway.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "Slipway is open. Close it, then start this again." /SD IDOK
      SetErrorLevel 2
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro SLIPWAY_IS_CLOSED ""
!insertmacro SLIPWAY_IS_CLOSED "un."

Section "Slipway"
  Call SlipwayIsClosed
  SetOutPath "$INSTDIR"
  File "${FILES}/slipway.exe"
  File "${FILES}/WebView2Loader.dll"
  File "${FILES}/LICENSE"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Slipway.lnk" "$INSTDIR\slipway.exe"

  WriteRegStr HKCU "${KEY}" "DisplayName" "Slipway"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\slipway.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Slipway authors"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

; Windows 11 and an up-to-date Windows 10 have it.
Section "-WebView2"
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW2}" "pv"
  ${If} $0 == ""
    ReadRegStr $0 HKCU "Software\${WEBVIEW2}" "pv"
  ${EndIf}
  ${If} $0 == ""
  ${OrIf} $0 == "0.0.0.0"
    MessageBox MB_OK|MB_ICONINFORMATION "Slipway is installed. To show its window, Windows needs the WebView2 Runtime, which is not here yet: get it from https://developer.microsoft.com/microsoft-edge/webview2" /SD IDOK
  ${EndIf}
SectionEnd

; What Slipway remembers stays, as do the tokens in the Credential Manager: they belong to the person.
Section "Uninstall"
  Call un.SlipwayIsClosed
  Delete "$INSTDIR\slipway.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Slipway.lnk"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
