//! Workarounds that have to be in place before the first thread starts.

/// WebKitGTK shows a blank window with NVIDIA's driver since 2.42 unless its DMA-BUF renderer is
/// off. Only there: switched off elsewhere it costs speed and hangs screenshots over WebDriver.
pub fn prepare() {
    #[cfg(target_os = "linux")]
    {
        const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
        let nvidia = std::path::Path::new("/proc/driver/nvidia/version").exists();
        if nvidia && std::env::var_os(SWITCH).is_none() {
            // SAFETY: called first in `main`, while there is one thread.
            unsafe { std::env::set_var(SWITCH, "1") };
        }
    }
}
