//! Pressing the links and buttons of the practice Portal's pages the way a browser does: the page
//! is read, and what stands in it is followed or sent.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, StatusCode};
use slipway_practice::PracticeFacts;

/// Someone signed in to the practice Portal.
pub struct Browser {
    http: Client,
    portal: String,
    guid: String,
}

impl Browser {
    pub fn at(facts: &PracticeFacts) -> Self {
        Self::of(&facts.portal, &facts.project_guid.0)
    }

    pub fn of(portal: &str, guid: &str) -> Self {
        let http = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build();
        Self {
            http: http.expect("a client"),
            portal: portal.to_owned(),
            guid: guid.to_owned(),
        }
    }

    /// **Deploy to** → the environment → **Start deployment**. Both by their names as shown.
    pub async fn deploy_to(&self, from: &str, to: &str) -> StatusCode {
        let question = self.question(from, to).await;
        self.press(&question, "Start deployment", &[]).await
    }

    /// **Deploy to** → the environment → **Schedule**; `due` as a date field sends it, in UTC.
    pub async fn schedule(&self, from: &str, to: &str, due: &str) -> StatusCode {
        let question = self.question(from, to).await;
        self.press(&question, "Schedule", &[("due", due)]).await
    }

    pub async fn cancel_scheduled(&self) -> StatusCode {
        let page = self.page("deployments").await;
        self.press(&page, "Cancel scheduled deployment", &[]).await
    }

    /// **Restore points** → **Restore** of the newest one of the environment → **Restore**.
    pub async fn restore_newest_point(&self, env: &str) -> StatusCode {
        let points = self.page("data-management").await;
        let link = tag_with(
            &points,
            &format!("aria-label=\"Restore {env} to restore point"),
        );
        let question = self.get(&attribute(link, "href")).await;
        self.press(&question, "Restore", &[]).await
    }

    /// The archive behind **Logs** of the newest entry of **Deployment history**.
    pub async fn newest_logs(&self) -> Vec<u8> {
        let page = self.page("deployments").await;
        let link = tag_with(&page, "aria-label=\"Logs of deployment");
        let address = format!("{}{}", self.portal, attribute(link, "href"));
        let answer = self.http.get(address).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        answer.bytes().await.expect("the archive").to_vec()
    }

    pub async fn page(&self, path: &str) -> String {
        self.get(&format!("/{}/{path}", self.guid)).await
    }

    async fn question(&self, from: &str, to: &str) -> String {
        let page = self.page("deployments").await;
        let label = format!("aria-label=\"Deploy from {from} to {to}\"");
        self.get(&attribute(tag_with(&page, &label), "href")).await
    }

    async fn get(&self, path: &str) -> String {
        let answer = self.http.get(format!("{}{path}", self.portal)).send();
        let answer = answer.await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.expect("a whole page")
    }

    /// Sends the form of this button with its hidden fields and what was typed.
    async fn press(&self, page: &str, button: &str, typed: &[(&str, &str)]) -> StatusCode {
        let end = page.find(&format!(">{button}</button>"));
        let end = end.unwrap_or_else(|| panic!("no button {button}"));
        let start = page[..end].rfind("<form").expect("buttons stand in forms");
        let form = &page[start..end];
        let hidden = form
            .split("<input")
            .skip(1)
            .filter(|input| input.contains("type=\"hidden\""));
        let mut fields: Vec<_> = hidden
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect();
        let own = form.rsplit("<button").next().unwrap_or_default();
        if own.contains("name=\"") {
            fields.push((attribute(own, "name"), attribute(own, "value")));
        }
        fields.extend(
            typed
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
        );
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let body: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let sent = self
            .http
            .post(format!("{}{}", self.portal, attribute(form, "action")))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.join("&"))
            .send();
        sent.await.expect("an answer").status()
    }
}

/// The first tag that holds the mark.
fn tag_with<'p>(page: &'p str, mark: &str) -> &'p str {
    let at = page
        .find(mark)
        .unwrap_or_else(|| panic!("nothing with {mark}"));
    let start = page[..at].rfind('<').unwrap_or(0);
    let end = page[at..].find('>').map_or(page.len(), |end| at + end);
    &page[start..end]
}

fn attribute(tag: &str, name: &str) -> String {
    let mark = format!("{name}=\"");
    let start = tag
        .find(&mark)
        .unwrap_or_else(|| panic!("no {name} in {tag}"))
        + mark.len();
    let end = tag[start..].find('"').expect("it ends");
    tag[start..start + end]
        .replace("&amp;", "&")
        .replace("&quot;", "\"")
}
