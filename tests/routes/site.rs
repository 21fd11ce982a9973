//! A site with a database of its own, and what tests of several kinds ask of it.

use std::{env, fs, net::TcpListener, sync::Arc, thread};

use actix_web::web::Data;
use chrono::Utc;
use periplus::{
    language::Locales,
    operations::registry,
    store::{Pool, migrate},
    web::{self, state::State},
};
use uuid::Uuid;

pub const FORM: &str = "application/x-www-form-urlencoded";
pub const BOUNDARY: &str = "a-boundary-that-no-file-holds";

/// A server over a database of its own.
pub struct Site {
    pub address: String,
    pub pool: Pool,
}

impl Site {
    /// With the regions that are shipped.
    pub async fn start() -> Self {
        let url = env::var("TEST_DATABASE_URL").expect("run this with target/debug/examples/with_postgres");
        let name = format!("site_{}", Uuid::new_v4().simple());
        let maintenance = Pool::new(&url, 1, None).unwrap().streaming().await.unwrap();
        maintenance.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let url = format!("{}/{name}", url.rsplit_once('/').unwrap().0);
        let pool = Pool::new(&url, 3, None).unwrap();
        migrate(&pool).await.unwrap();
        let csv = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/regions.csv")).unwrap();
        let mut connection = pool.get().await.unwrap();
        registry::put_regions(&mut connection, &registry::read_regions(&csv).unwrap(), Utc::now()).await.unwrap();
        drop(connection);
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", socket.local_addr().unwrap());
        let base_url = address.clone();
        // The framework wants a runtime of its own, and it serves until the test's process ends.
        thread::spawn(move || {
            let pool = Pool::new(&url, 4, None).unwrap();
            let state = State::new(pool, Arc::new(Locales::load().unwrap()), base_url, 0, false).unwrap();
            actix_web::rt::System::new().block_on(async { web::serve(Data::new(state), socket, 1).unwrap().await })
        });
        Self { address, pool }
    }
}

/// One file as a form with a file sends it.
pub fn multipart(token: &str, file: &[u8]) -> Vec<u8> {
    let part = |about: &str| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n\r\n");
    let head = format!("{}{token}\r\n{}", part("name=\"csrf\""), part("name=\"file\"; filename=\"file.csv\""));
    [head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}
