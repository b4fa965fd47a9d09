use std::env;
use std::io::{BufRead, BufReader, Result, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::Duration;

struct Message<'a> {
    from: &'a str,
    to: &'a str,
    text: &'a str,
}

impl Message<'_> {
    fn to_json(&self) -> String {
        format!(r#"{{"from": {{"name": "{}"}}, "to": "{}", "msg": "{}"}}"#, self.from, self.to, self.text)
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let (host, port, name) = (&arguments[1], &arguments[2], &arguments[3]);
    let mut connection = TcpStream::connect(format!("{host}:{port}"))?;
    connection.write_all(format!("{name}\n").as_bytes())?;

    let input = BufReader::new(connection.try_clone()?);
    let reader = thread::spawn(move || {
        for line in input.lines().map_while(Result::ok) {
            println!("{line}");
        }
    });
    for _ in 0..2 {
        for (to, text) in [("/list", ""), (name, "hello"), ("/time", ""), (name, "is anybody here?")] {
            let message = Message { from: name, to, text };
            connection.write_all(format!("{}\n", message.to_json()).as_bytes())?;
            thread::sleep(Duration::from_millis(200));
        }
    }
    connection.shutdown(Shutdown::Write)?;
    reader.join().expect("the reader ends");
    Ok(())
}
