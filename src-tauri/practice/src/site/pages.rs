use maud::{DOCTYPE, Markup, PreEscaped, html};
use slipway_engine::units::Moment;

const SHOP: &str = "Alder Lane Coffee Roasters";

const STYLE: &str = "
:root{color-scheme:light}*{box-sizing:border-box}body{margin:0;background:#fbf7f1;color:#2c211b;font:17px/1.6 Georgia,serif}
header,main,footer{max-width:56rem;margin:auto;padding:1rem 1.5rem}header{display:flex;gap:1.5rem;align-items:baseline;flex-wrap:wrap}
header strong{font-size:1.25rem;margin-right:auto}a{color:#7a3b12}ul.beans{list-style:none;padding:0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr))}
ul.beans li{background:#fff;border:1px solid #e6dbcd;border-radius:.5rem;padding:1rem}h2{margin-top:2rem}footer{color:#6a5b50;font-size:.875rem;border-top:1px solid #e6dbcd}
input,button{font:inherit;padding:.375rem .75rem}.note{background:#fff1d6;padding:.5rem 1rem}";

const BEANS: [(&str, &str, &str); 3] = [
    (
        "Harbour Blend",
        "Cocoa, walnut, a little orange peel.",
        "€ 9.80",
    ),
    (
        "Nyeri Highlands",
        "Blackcurrant and tomato leaf, bright.",
        "€ 13.40",
    ),
    (
        "Night Shift Decaf",
        "Brown sugar, quiet, surprisingly deep.",
        "€ 10.90",
    ),
];

pub(super) fn home(build: &str, read_only: bool, restored: Option<Moment>) -> Markup {
    let body = html! {
        @if read_only {
            p.note role="status" { "We are updating the shop. You can look around; orders and sign-ups are back in a moment." }
        }
        h1 { "Roasted on Tuesdays, gone by Friday" }
        p { "Small batches from a brick oven at the end of Alder Lane, sent out the same evening." }
        h2 { "This week's beans" }
        ul.beans {
            @for (name, taste, price) in BEANS {
                li { strong { (name) } br; (taste) br; (price) " for 250 g" }
            }
        }
        @if let Some(restored) = restored {
            p { "Our whole catalogue was brought back on " time datetime=(restored) { (restored.0.strftime("%d %b %Y")) } "." }
        }
        h2 { "A letter every other month" }
        form method="post" action="/newsletter" {
            label for="email" { "E-mail address " }
            input type="email" id="email" name="email" autocomplete="email" required disabled[read_only];
            " "
            button disabled[read_only] { "Sign up" }
        }
    };
    shop(SHOP, build, body)
}

pub(super) fn products(build: &str) -> Markup {
    let body = html! {
        h1 { "All our beans" }
        ul.beans {
            @for (name, taste, price) in BEANS {
                li { h2 { (name) } p { (taste) } p { (price) " for 250 g" } }
            }
        }
    };
    shop("Beans", build, body)
}

pub(super) fn contact(build: &str, read_only: bool) -> Markup {
    let body = html! {
        h1 { "Write to us" }
        p { "Alder Lane 7. The shop is open Tuesday to Saturday." }
        form method="post" action="/contact" {
            p { label for="from" { "E-mail address" } br; input type="email" id="from" name="from" autocomplete="email" required disabled[read_only]; }
            p { label for="message" { "Message" } br; input id="message" name="message" required disabled[read_only]; }
            button disabled[read_only] { "Send" }
        }
    };
    shop("Contact", build, body)
}

pub(super) fn message_taken(build: &str) -> Markup {
    let body =
        html! { h1 { "We have your message" } p { "Somebody answers before the next roast." } };
    shop("Message taken", build, body)
}

pub(super) fn confirmed(build: &str) -> Markup {
    let body = html! { h1 { "You are on the list" } p { "The next letter comes to you." } };
    shop("Subscription confirmed", build, body)
}

pub(super) fn sign_in(build: &str) -> Markup {
    let body = html! {
        h1 { "Sign in" }
        form {
            p { label for="user" { "E-mail address" } br; input id="user" autocomplete="username"; }
            p { label for="password" { "Password" } br; input type="password" id="password" autocomplete="current-password"; }
            button type="button" { "Sign in" }
        }
    };
    shop("Sign in", build, body)
}

pub(super) fn thanks(build: &str) -> Markup {
    let body = html! { h1 { "Thank you" } p { "The next letter comes to you." } };
    shop("Thank you", build, body)
}

pub(super) fn not_found(build: &str) -> Markup {
    let body =
        html! { h1 { "We could not find that page" } p { a href="/" { "Back to the beans" } } };
    shop("Page not found", build, body)
}

pub(super) fn admin(build: &str) -> Markup {
    let body = html! {
        h1 { "Sign in to the administration" }
        form {
            p { label for="user" { "User name or e-mail" } br; input id="user" autocomplete="username"; }
            p { label for="password" { "Password" } br; input type="password" id="password" autocomplete="current-password"; }
            button type="button" { "Sign in" }
        }
        p { "Nobody needs to sign in here: this is the practice site's administration." }
    };
    plain("Administration", Some(build), body)
}

pub(super) fn admin_splash() -> Markup {
    let body = html! {
        h1 { "The administration is unavailable" }
        p { "A deployment is in progress and the application is in read-only mode. Come back in a few minutes." }
    };
    plain("Administration", None, body)
}

pub(super) fn app_offline() -> Markup {
    let body = html! {
        h1 { "This site is offline for maintenance" }
        p { "An update is being installed. Please come back in a few minutes." }
    };
    plain("App Offline", None, body)
}

pub(super) fn nothing_deployed() -> Markup {
    let body = html! {
        h1 { "Nothing deployed yet" }
        p { "This environment is waiting for its first deployment." }
    };
    plain("Nothing deployed", None, body)
}

fn shop(title: &str, build: &str, body: Markup) -> Markup {
    let body = html! {
        header {
            strong { (SHOP) }
            a href="/products" { "Beans" }
            a href="/contact" { "Contact" }
            a href="/account" { "Your account" }
            a href="/admin" { "Administration" }
        }
        main { (body) }
        footer { p { "Alder Lane 7 · open Tuesday to Saturday · Build " (build) } }
    };
    document(title, Some(build), body)
}

fn plain(title: &str, build: Option<&str>, body: Markup) -> Markup {
    document(title, build, html! { main { (body) } })
}

fn document(title: &str, build: Option<&str>, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                @if let Some(build) = build { meta name="build" content=(build); }
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
}
