//! Names of SQL Server as a model writes them: `[dbo].[Orders]`.

/// `dbo.Orders` of `[dbo].[Orders]`.
pub(super) fn without_brackets(name: &str) -> String {
    parts(name).join(".")
}

pub(super) fn last_part(name: &str) -> String {
    parts(name).pop().unwrap_or_default()
}

/// The names between brackets, in which `]]` stands for one bracket.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut inside = false;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let part = parts.last_mut().expect("one from the start");
        match c {
            '[' if !inside => inside = true,
            ']' if inside && chars.peek() == Some(&']') => {
                chars.next();
                part.push(']');
            }
            ']' if inside => inside = false,
            '.' if !inside => parts.push(String::new()),
            other => part.push(other),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_inside_a_name_are_kept() {
        assert_eq!(without_brackets("[dbo].[odd.name]]x]"), "dbo.odd.name]x");
        assert_eq!(last_part("[dbo].[T].[a.b]"), "a.b");
    }
}
