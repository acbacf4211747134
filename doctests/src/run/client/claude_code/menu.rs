//! A menu on the screen: its choices, and the one that Enter would take.

use super::product::Product;
use super::text::plain;

/// The last menu on the screen.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Menu {
    choices: Vec<String>,
    /// Which of them has the sign in front.
    proposed: usize,
}

impl Menu {
    /// The menu that `screen` ends in, if there is one. A prompt has the same sign, but stands alone between its lines.
    pub(super) fn on(product: &Product, screen: &str) -> Option<Self> {
        let lines: Vec<String> = screen.lines().map(plain).collect();
        let unsigned = |line: &str| {
            product
                .prompt_signs
                .iter()
                .find_map(|sign| Some(line.strip_prefix(sign.as_str())?.trim().to_owned()))
        };
        let sign = lines.iter().rposition(|line| unsigned(line).is_some())?;
        let first = unsigned(&lines[sign])?;
        let is_numbered = number(&first).is_some();
        // With numbers there may be empty lines between the choices, without them there are none.
        let belongs = |line: &&String| !line.is_empty() && (!is_numbered || number(line).is_some());
        let goes_on =
            |line: &&String| if is_numbered { line.is_empty() || belongs(line) } else { belongs(line) };
        let above: Vec<&String> = lines[..sign].iter().rev().take_while(goes_on).filter(belongs).collect();
        let below = lines[sign + 1..].iter().take_while(goes_on).filter(belongs);
        let proposed = above.len();
        let choices: Vec<String> = above
            .into_iter()
            .rev()
            .map(String::as_str)
            .chain([first.as_str()])
            .chain(below.map(String::as_str))
            .map(|line| label(line).to_owned())
            .collect();
        (is_numbered || choices.len() > 1).then_some(Self { choices, proposed })
    }

    /// How many choices further down `choice` is: fewer than none is further up.
    pub(super) fn way_to(&self, choice: &str) -> Option<isize> {
        let at = self.choices.iter().position(|offered| offered == choice)?;
        isize::try_from(at).ok()?.checked_sub_unsigned(self.proposed)
    }
}

/// The number in front of a choice.
fn number(line: &str) -> Option<u8> {
    line.split_once(". ")?.0.parse().ok()
}

/// `2. Dark mode ✔` without its number and its mark.
fn label(line: &str) -> &str {
    let line =
        if number(line).is_some() { line.split_once(". ").map_or(line, |(_, rest)| rest) } else { line };
    line.trim_matches(|c: char| c == '✔' || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn menu(screen: &str) -> Option<Menu> {
        Menu::on(&Product::read().unwrap(), screen)
    }

    #[test]
    fn the_way_to_a_choice_begins_at_the_one_that_is_proposed() {
        let menu =
            menu("Use it?\n\n│   1. Yes        │\n│ ❯ 2. No (recommended) ✔ │\n\n  3. Later\n").unwrap();
        assert_eq!(menu.way_to("Yes"), Some(-1));
        assert_eq!(menu.way_to("No (recommended)"), Some(0));
        assert_eq!(menu.way_to("Later"), Some(1));
        assert_eq!(menu.way_to("No"), None);
    }

    #[test]
    fn a_menu_needs_no_numbers() {
        let menu =
            menu("Choose\nTo change this, run /theme\n\n ❯ ✔ Auto\n     Dark mode\n\n ╌╌╌╌\n 1  function\n")
                .unwrap();
        assert_eq!(menu.choices, ["Auto", "Dark mode"]);
        assert_eq!(menu.proposed, 0);
    }

    #[test]
    fn a_list_without_a_sign_and_a_prompt_are_no_menus() {
        assert_eq!(menu("Security notes:\n 1. Claude can make mistakes\n 2. Be careful\n Press Enter"), None);
        assert_eq!(menu("Tips:\n──────\n❯ Try \"edit\"\n──────\n  ? for shortcuts\n"), None);
        assert_eq!(menu("╭──────╮\n│ > Try \"edit\" │\n╰──────╯\n  ? for shortcuts\n"), None);
    }
}
