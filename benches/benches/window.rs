//! From the start of the process until something is painted, beside a Tauri window with nothing
//! in it. Both are watched from outside, on a display of their own; neither knows of it.

#[cfg(target_os = "linux")]
fn main() {
    use slipway_benches::data::program;
    use slipway_benches::screen::Screen;

    let screen = Screen::start();
    let time = |name: &str| screen.time_to_paint(&program(name));
    let (mut ours, mut empty) = (Vec::new(), Vec::new());
    time("slipway");
    time("empty-window");
    for _ in 0..7 {
        ours.push(time("slipway"));
        empty.push(time("empty-window"));
    }
    let summary = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        (times[times.len() / 2], times[0], times[times.len() - 1])
    };
    let (a, b) = (summary(&mut ours), summary(&mut empty));
    println!("\n## First cards painted, beside an empty Tauri window\n");
    println!("| window | s (min-max) |\n|---|---|");
    println!(
        "| Slipway, first start | {:.3} ({:.3}-{:.3}) |",
        a.0, a.1, a.2
    );
    println!("| empty window | {:.3} ({:.3}-{:.3}) |", b.0, b.1, b.2);
    println!("\nratio {:.2} (aim: at most 1.50)", a.0 / b.0);
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("Painting is measured on Linux only.");
}
