//! The least a Tauri window can be: one page with one word, no plugins, no commands.

fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!())
        .expect("the window opens");
}
