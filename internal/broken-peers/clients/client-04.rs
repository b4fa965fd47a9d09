use std::env;
use std::io::{BufRead, BufReader, Result, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::Duration;

fn encode(name: &str, to: &str, text: &str) -> String {
    format!("{{\"from\": {{\"name\": \"{name}\", \"ip\": \"127.0.0.1\"}}, \"to\": \"{to}\", \"msg\": \"{text}\"}}\n")
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
    for command in ["/list", "/shout hello", "/time", "/shout is anybody here?", "/help", "/shout good bye"] {
        connection.write_all(encode(name, command, "").as_bytes())?;
        thread::sleep(Duration::from_millis(200));
    }
    connection.shutdown(Shutdown::Write)?;
    reader.join().expect("the reader ends");
    Ok(())
}
