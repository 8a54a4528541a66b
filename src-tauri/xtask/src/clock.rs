//! How long things took, for people.

use std::time::Duration;

/// `8.4 s`, `2 min 05 s`.
pub fn spoken(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    if seconds < 59.95 {
        return format!("{seconds:.1} s");
    }
    let whole = took.as_secs();
    format!("{} min {:02} s", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::spoken;
    use std::time::Duration;

    #[test]
    fn durations_are_said_the_way_people_say_them() {
        assert_eq!(spoken(Duration::from_millis(8_440)), "8.4 s");
        assert_eq!(spoken(Duration::from_secs(125)), "2 min 05 s");
        assert_eq!(spoken(Duration::from_millis(59_990)), "0 min 59 s");
    }
}
