//! The texts in a settings file with their keys and lines. .NET reads such files with comments and
//! trailing commas, which strict JSON refuses; and a strict reader tells no lines.

/// A value and where it stands.
pub(crate) struct Setting<'s> {
    /// Names of what it lies in, from the outermost object inwards; empty ones are places in a list.
    pub within: &'s [String],
    pub name: &'s str,
    pub value: &'s str,
    /// A number or a word, without quotes.
    pub bare: bool,
    /// 1-based.
    pub line: u32,
}

impl Setting<'_> {
    /// All names, as .NET joins them.
    pub(crate) fn key(&self) -> String {
        let outer = self.within.iter().map(String::as_str);
        outer.chain([self.name]).collect::<Vec<_>>().join(":")
    }
}

/// Deeper nesting than this is no settings file.
const DEEPEST: usize = 64;

/// Characters kept of a name: each setting is told with the names it lies in.
const NAME_KEPT: usize = 100;

/// Hands over each text in turn, as far as the file makes sense; broken parts are passed over.
pub(crate) fn for_each_text(source: &str, mut take: impl FnMut(Setting<'_>)) {
    for_each_value(source, |setting| {
        if !setting.bare {
            take(setting);
        }
    });
}

/// The same for every value: texts, numbers and words such as `true`.
pub(crate) fn for_each_value(source: &str, mut take: impl FnMut(Setting<'_>)) {
    // The outermost braces have no name.
    let mut path: Vec<String> = Vec::new();
    let mut key: Option<String> = None;
    let mut tokens = Tokens {
        rest: source.chars().peekable(),
        line: 1,
    };
    while let Some((token, line)) = tokens.next() {
        match token {
            Token::Open => {
                if path.len() == DEEPEST {
                    return;
                }
                path.push(key.take().unwrap_or_default());
            }
            Token::Close => {
                path.pop();
                key = None;
            }
            Token::Text(text) if tokens.colon_follows() => {
                key = Some(text.chars().take(NAME_KEPT).collect());
            }
            Token::Text(value) => take(Setting {
                within: path.get(1..).unwrap_or_default(),
                name: &key.take().unwrap_or_default(),
                value: &value,
                bare: false,
                line,
            }),
            Token::Word(value) => take(Setting {
                within: path.get(1..).unwrap_or_default(),
                name: &key.take().unwrap_or_default(),
                value: &value,
                bare: true,
                line,
            }),
            Token::Other => key = None,
        }
    }
}

enum Token {
    Open,
    Close,
    Text(String),
    /// A number or a word.
    Word(String),
    /// A comma: whatever had a name has its value now.
    Other,
}

struct Tokens<'s> {
    rest: std::iter::Peekable<std::str::Chars<'s>>,
    line: u32,
}

impl Tokens<'_> {
    /// The next token and the line it starts in.
    fn next(&mut self) -> Option<(Token, u32)> {
        loop {
            let line = self.line;
            let token = match self.step()? {
                '{' | '[' => Token::Open,
                '}' | ']' => Token::Close,
                '"' => Token::Text(self.text()),
                '/' => {
                    self.comment();
                    continue;
                }
                space if space.is_whitespace() || space == ':' => continue,
                ',' => Token::Other,
                first => Token::Word(self.word(first)),
            };
            return Some((token, line));
        }
    }

    fn step(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        self.line += u32::from(next == '\n');
        Some(next)
    }

    /// Up to what cannot be part of a number or a word.
    fn word(&mut self, first: char) -> String {
        let mut word = String::from(first);
        let ends = |c: &char| {
            c.is_whitespace() || matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"' | '/')
        };
        while self.rest.peek().is_some_and(|next| !ends(next)) {
            word.extend(self.step());
        }
        word
    }

    /// Up to the closing quote.
    fn text(&mut self) -> String {
        let mut text = String::new();
        while let Some(next) = self.step() {
            match next {
                '"' => break,
                '\\' => match self.step() {
                    Some('u') => {
                        let hex: String = (0..4).filter_map(|_| self.step()).collect();
                        let unit = u32::from_str_radix(&hex, 16).ok();
                        text.push(
                            unit.and_then(char::from_u32)
                                .unwrap_or(char::REPLACEMENT_CHARACTER),
                        );
                    }
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some(other) => text.push(other),
                    None => break,
                },
                other => text.push(other),
            }
        }
        text
    }

    fn comment(&mut self) {
        match self.rest.peek() {
            Some('/') => while self.step().is_some_and(|next| next != '\n') {},
            Some('*') => {
                self.step();
                let mut star = false;
                while let Some(next) = self.step() {
                    if star && next == '/' {
                        break;
                    }
                    star = next == '*';
                }
            }
            _ => {}
        }
    }

    /// Looks past white space for the colon that makes a text a name.
    fn colon_follows(&mut self) -> bool {
        while self.rest.peek().is_some_and(|next| next.is_whitespace()) {
            self.step();
        }
        self.rest.peek() == Some(&':')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<(String, String, u32)> {
        let mut seen = Vec::new();
        for_each_text(source, |setting| {
            seen.push((setting.key(), setting.value.to_owned(), setting.line));
        });
        seen
    }

    #[test]
    fn names_values_and_lines_come_out_in_order() {
        let source = "{\n  // \"Not\": \"this\"\n  \"A\": { \"B\" : \"x\\\"y\\u0041\", \"N\": 1 },\n  /* \"C\": 1,\n */ \"D\": [\"p\", {\"E\": \"q\"},],\n}";
        assert_eq!(
            texts(source),
            [
                ("A:B".into(), "x\"yA".into(), 3),
                ("D:".into(), "p".into(), 5),
                ("D::E".into(), "q".into(), 5),
            ]
        );
    }

    #[test]
    fn numbers_and_words_are_values_too() {
        let mut seen = Vec::new();
        for_each_value(
            "{\"A\": 1.5e3, \"B\": {\"C\": true, \"D\": null}, \"E\": \"t\"}",
            |setting| {
                seen.push((setting.key(), setting.value.to_owned(), setting.bare));
            },
        );
        let expected = [
            ("A", "1.5e3", true),
            ("B:C", "true", true),
            ("B:D", "null", true),
            ("E", "t", false),
        ];
        assert_eq!(
            seen,
            expected.map(|(key, value, bare)| (key.to_owned(), value.to_owned(), bare))
        );
    }

    #[test]
    fn a_broken_or_endless_file_ends() {
        assert_eq!(texts("{\"A\": \"open"), [("A".into(), "open".into(), 1)]);
        assert!(texts(&"[".repeat(100_000)).is_empty());
        assert!(texts("]]]}}}").is_empty());
        assert!(texts("/* never closed").is_empty());
        assert!(texts("\"\\u12").len() == 1);
    }

    #[test]
    fn promise_31_an_endless_name_is_not_told_again_with_each_text_in_it() {
        let source = format!(
            "{{\"{}\": [{}]}}",
            "k".repeat(100_000),
            "\"v\",".repeat(1_000)
        );
        let seen = texts(&source);
        assert_eq!(seen.len(), 1_000);
        assert!(seen.iter().all(|(key, ..)| key.len() <= NAME_KEPT + 1));
    }
}
