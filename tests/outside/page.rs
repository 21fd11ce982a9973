//! A page of the program as a browser sees it: its form, with every control and what it would send.

/// What a page asks for.
#[derive(Debug, Default)]
pub struct Page {
    pub text: String,
    /// What a browser sends when nothing is touched.
    pub pairs: Vec<(String, String)>,
    /// Names of controls that take text or a choice, whether anything is in them or not.
    pub controls: Vec<String>,
    /// The values of the buttons called `then`.
    pub buttons: Vec<String>,
    pub links: Vec<String>,
}

/// One tag with its attributes.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
    /// What follows up to the next tag.
    after: &'a str,
}

impl Page {
    pub fn read(text: &str) -> Self {
        let mut page = Self { text: text.to_owned(), ..Self::default() };
        // Around it stand forms of their own: signing out, another language.
        let main = text.split_once("<main").map_or(text, |(_, rest)| rest);
        let main = main.split_once("</main>").map_or(main, |(main, _)| main);
        let mut select = String::new();
        let mut first_option: Option<(String, String)> = None;
        let mut was_chosen = false;
        for tag in tags(main) {
            match tag.name {
                "a" => page.links.extend(tag.get("href")),
                "button" if tag.get("name").as_deref() == Some("then") => page.buttons.extend(tag.get("value")),
                "input" => page.input(&tag),
                "textarea" => {
                    let name = tag.get("name").unwrap_or_default();
                    // A browser drops the line break that follows the tag.
                    let value = unescape(tag.after.strip_prefix('\n').unwrap_or(tag.after));
                    page.control(name, Some(value));
                }
                "select" => {
                    select = tag.get("name").unwrap_or_default();
                    (first_option, was_chosen) = (None, false);
                    page.control(select.clone(), None);
                }
                "option" => {
                    let value = tag.get("value").unwrap_or_else(|| unescape(tag.after.trim()));
                    if tag.get("selected").is_some() {
                        page.pairs.push((select.clone(), value));
                        was_chosen = true;
                    } else if first_option.is_none() {
                        first_option = Some((select.clone(), value));
                    }
                }
                "/select" => page.pairs.extend(first_option.take().filter(|_| !was_chosen)),
                _ => {}
            }
        }
        page
    }

    /// The value of a hidden input.
    pub fn hidden(&self, name: &str) -> String {
        self.pairs.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn input(&mut self, tag: &Tag<'_>) {
        let (name, kind) = (tag.get("name").unwrap_or_default(), tag.get("type").unwrap_or_default());
        let value = tag.get("value");
        match kind.as_str() {
            "hidden" => self.pairs.push((name, value.unwrap_or_default())),
            "file" | "submit" => {}
            "radio" | "checkbox" => {
                let checked = tag.get("checked").map(|_| value.unwrap_or_else(|| "on".to_owned()));
                self.control(name, checked);
            }
            _ => self.control(name, Some(value.unwrap_or_default())),
        }
    }

    fn control(&mut self, name: String, value: Option<String>) {
        self.pairs.extend(value.map(|value| (name.clone(), value)));
        if !self.controls.contains(&name) {
            self.controls.push(name);
        }
    }
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(found, _)| *found == name).map(|(_, value)| value.clone())
    }
}

/// Every tag, in order. The program's pages are well formed, so that a `<` always begins one.
fn tags(text: &str) -> Vec<Tag<'_>> {
    text.split('<').skip(1).map(tag).collect()
}

fn tag(text: &str) -> Tag<'_> {
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Tag { name, attributes, after };
        }
        let Some(end) = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '=')) else {
            return Tag { name, attributes, after: "" };
        };
        let (attribute, tail) = rest.split_at(end);
        match tail.strip_prefix("=\"").and_then(|value| value.split_once('"')) {
            Some((value, tail)) => {
                attributes.push((attribute, unescape(value)));
                rest = tail;
            }
            None => {
                attributes.push((attribute, String::new()));
                rest = tail;
            }
        }
    }
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let entity = after.split_once(';').and_then(|(name, tail)| Some((character(name)?, tail)));
        match entity {
            Some((found, tail)) => {
                plain.push(found);
                rest = tail;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn character(entity: &str) -> Option<char> {
    let by_number = |digits: &str, radix: u32| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match entity.strip_prefix("#x") {
            Some(digits) => by_number(digits, 16),
            None => by_number(entity.strip_prefix('#')?, 10),
        },
    }
}

#[test]
fn a_page_sends_what_its_controls_hold() {
    let page = Page::read(
        "<form><input type=\"hidden\" name=\"v\" value=\"1\"><input name=\"a\" value=\"x &amp; &quot;y&quot;\">\
         <textarea name=\"t\">\n two\nlines</textarea><input type=\"radio\" name=\"r\" value=\"1\">\
         <input type=\"radio\" name=\"r\" value=\"2\" checked><select name=\"s\"><option value=\"\">–</option>\
         <option value=\"k\" selected>K</option></select><button name=\"then\" value=\"add:x\">+</button></form>",
    );
    let pairs: Vec<(&str, &str)> = page.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(pairs, [("v", "1"), ("a", "x & \"y\""), ("t", " two\nlines"), ("r", "2"), ("s", "k")]);
    assert_eq!(
        (page.controls, page.buttons),
        (["a", "t", "r", "s"].map(str::to_owned).to_vec(), vec!["add:x".to_owned()])
    );
}
