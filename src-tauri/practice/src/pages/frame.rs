use super::page_address;
use crate::facts::{PRACTISED_ROLE, role_words};
use crate::world::World;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use slipway_engine::units::Moment;

const STYLE: &str = include_str!("portal.css");

/// The entries of the menu.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Dashboard,
    Deployments,
    DataManagement,
    None,
}

const MENU: [(Page, &str, &str); 3] = [
    (Page::Dashboard, "dashboard", "Dashboard"),
    (Page::Deployments, "deployments", "Deployments"),
    (Page::DataManagement, "data-management", "Data Management"),
];

/// What surrounds every page.
pub(super) fn frame(world: &World, current: Page, title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – Practice Portal" }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to content" }
                header {
                    p.ribbon {
                        strong { "Practice Portal" }
                        " – nothing here reaches a real project."
                    }
                    div.bar {
                        span.project { (world.facts.project_name) }
                        span { (role_words(PRACTISED_ROLE)) }
                    }
                }
                nav aria-label="Applications" {
                    ul {
                        @for (page, path, name) in MENU {
                            li {
                                a href=(page_address(world, path))
                                    aria-current=[(page == current).then_some("page")] { (name) }
                            }
                        }
                    }
                }
                main id="main" {
                    h1 { (title) }
                    @if world.faults.is_under_maintenance() {
                        p.notice role="status" {
                            "The project is under scheduled maintenance. Uploading a deployment package is unavailable."
                        }
                    }
                    (body)
                }
            }
        }
    }
}

/// Something the Portal has to say about what was just asked.
pub(super) fn alert(words: &str) -> Markup {
    html! { p.alert role="alert" { (words) } }
}

/// A moment as the pages write it, to the second.
pub(super) fn moment(moment: Moment) -> Markup {
    html! {
        time datetime=(moment) { (moment.0.strftime("%d %b %Y, %H:%M:%S UTC")) }
    }
}

/// A moment, or a dash.
pub(super) fn moment_or_dash(at: Option<Moment>) -> Markup {
    at.map_or_else(|| html! { "–" }, moment)
}

/// Text, or a dash.
pub(super) fn or_dash(text: Option<&str>) -> &str {
    text.unwrap_or("–")
}
