//! A chat client that reads line by line, since a server ends each message with a line feed, and that stays connected:
//! `rustc chat_client.rs && ./chat_client HOST PORT NAME`. Then, one command per line: `TO TEXT`, or
//! `"TO WITH SPACES" TEXT`, or `quit`.
use std::collections::hash_map::{HashMap, RandomState};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{env, iter::Peekable, process, str::Chars, thread};

const MAX_MESSAGE_BYTES: u64 = 262_144; // The most that a server may write for one message.
const QUIET: Duration = Duration::from_secs(20); // When nothing came for so long, we ask the server for the time.
const PATIENCE: Duration = Duration::from_secs(10); // When it does not answer for so long, it is dead, and we hang up.
const LONGEST_WAIT: f64 = 30.0; // s. Before we try again, we wait at most 0.5 s, 1 s, 2 s ... but never longer.
const NAME_HELD: Duration = Duration::from_secs(60); // A lost connection may hold our name for so long.
                                                     // A client does not come back after the first of these, and may after the others.
const DISMISSED: &str = "⛔ Error: You were disconnected: removed by an operator";
const TEMPORARY: [&str; 2] = ["⛔ Error: Server full", "⛔ Error: The server can't check names"];

static CURRENT: Mutex<Option<TcpStream>> = Mutex::new(None); // The last that was accepted: commands go there.
static IS_LEAVING: AtomicBool = AtomicBool::new(false);

/// Returns JSON in plain ASCII but for the quotation marks around it. An emoji is two escapes.
fn escape(text: &str, is_safe: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    for char in text.chars() {
        match "\"\\\u{8}\u{c}\n\r\t".find(char) {
            _ if is_safe(char) => out.push(char),
            Some(i) => out.extend(['\\', char::from(b"\"\\bfnrt"[i])]),
            None => char.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out += &format!("\\u{unit:04x}")),
        }
    }
    out
}

fn quote(text: &str) -> String {
    format!("\"{}\"", escape(text, |c| (' '..='~').contains(&c) && c != '"' && c != '\\'))
}

/// Escapes what could move the cursor, forge a line or turn the text around in a terminal.
fn make_visible(text: &str) -> String {
    let unsafe_chars =
        ['\u{61c}'..='\u{61c}', '\u{200e}'..='\u{200f}', '\u{2028}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
    escape(text, |c| !c.is_control() && !unsafe_chars.iter().any(|range| range.contains(&c)))
}

/// Reads JSON of one shape: a message, its keys in any order. `None` is an error.
struct JsonReader<'a>(Peekable<Chars<'a>>);

impl JsonReader<'_> {
    fn accept(&mut self, wanted: char) -> Option<char> {
        while self.0.next_if(|c| " \t\r\n".contains(*c)).is_some() {}
        self.0.next_if_eq(&wanted)
    }

    fn string(&mut self) -> Option<String> {
        self.accept('"')?;
        let mut units = Vec::new();
        loop {
            match self.0.next()? {
                '"' => return String::from_utf16(&units).ok(), // Half of a surrogate pair is no text.
                '\\' => units.push(self.escape()?),
                '\0'..='\u{1f}' => return None,
                char => units.extend_from_slice(char.encode_utf16(&mut [0; 2])),
            }
        }
    }

    fn escape(&mut self) -> Option<u16> {
        match self.0.next()? {
            'u' => (0..4).try_fold(0, |code, _| Some(code * 16 + self.0.next()?.to_digit(16)? as u16)),
            char => "\"\\/bfnrt".find(char).map(|i| b"\"\\/\x08\x0c\n\r\t"[i].into()),
        }
    }

    /// Puts the strings of an object, and of the object "from" in it, under their keys.
    fn object(&mut self, depth: usize, texts: &mut HashMap<(usize, String), String>) -> Option<char> {
        self.accept('{')?;
        loop {
            let key = self.string()?;
            self.accept(':')?;
            if depth == 0 && key == "from" {
                self.object(1, texts)?;
            } else if texts.insert((depth, key), self.string()?).is_some() {
                return None;
            }
            if self.accept(',').is_none() {
                return self.accept('}');
            }
        }
    }
}

/// Returns the sender, the receiver and the text.
fn decode(line: &[u8]) -> Option<[String; 3]> {
    let mut reader = JsonReader(std::str::from_utf8(line).ok()?.chars().peekable());
    let mut texts = HashMap::new();
    reader.object(0, &mut texts)?;
    let mut take = |depth, key: &str| texts.remove(&(depth, key.to_string()));
    let (message, _ip) = ([take(1, "name")?, take(0, "to")?, take(0, "msg")?], take(1, "ip")?);
    (texts.is_empty() && reader.0.all(|c| " \t\r\n".contains(c))).then(|| message)
}

fn send(name: &str, to: &str, text: &str) {
    if let Some(socket) = CURRENT.lock().unwrap().as_mut() {
        let ip = socket.local_addr().map_or(String::new(), |address| address.ip().to_string());
        let [name, ip, to, text] = [name, &ip, to, text].map(quote);
        let message = format!("{{\"from\": {{\"name\": {name}, \"ip\": {ip}}}, \"to\": {to}, \"msg\": {text}}}\n");
        if socket.write_all(message.as_bytes()).is_err() {
            eprintln!("(Not connected: this was not sent.)");
            let _ = socket.shutdown(Shutdown::Both); // Nothing can follow half of a message.
        }
    }
}

fn read_commands(name: String) {
    eprintln!("Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.");
    for line in io::stdin().lines().map_while(Result::ok).take_while(|line| line.trim() != "quit") {
        // No username holds a quotation mark, so a quoted one needs no escapes.
        let (rest, end) = line.trim().strip_prefix('"').map_or((line.trim(), ' '), |rest| (rest, '"'));
        let (to, text) = rest.split_once(end).unwrap_or((rest, ""));
        if !rest.is_empty() {
            send(&name, to, text.trim());
        }
    }
    IS_LEAVING.store(true, SeqCst);
    // Closes our half only: the answers to what we sent can still arrive.
    if CURRENT.lock().unwrap().as_ref().map_or(true, |socket| socket.shutdown(Shutdown::Write).is_err()) {
        process::exit(1);
    }
}

/// Shows what arrives until the server closes.
fn talk(address: &str, name: &str, state: &mut &str) -> io::Result<()> {
    let mut socket = TcpStream::connect(address)?;
    socket.set_write_timeout(Some(PATIENCE))?;
    socket.write_all(format!("{name}\n").as_bytes())?;
    let (mut stream, mut line) = (BufReader::new(socket.try_clone()?), Vec::new());
    let (mut patience, mut probes) = (QUIET, 0); // Our own questions for the time, whose answers are not shown.
    loop {
        socket.set_read_timeout(Some(patience))?;
        match stream.by_ref().take(MAX_MESSAGE_BYTES + 1 - line.len() as u64).read_until(b'\n', &mut line) {
            Ok(_) if line.ends_with(b"\n") => patience = QUIET,
            Ok(_) => return Ok(()),
            Err(error) if patience == PATIENCE || *state != "accepted" || IS_LEAVING.load(SeqCst) => return Err(error),
            Err(_) => {
                probes += 1;
                patience = PATIENCE;
                send(name, "/time", "");
                continue;
            }
        }
        let message =
            decode(&line).map(|[from, to, text]| (from == "SERVER", format!("{from} -> {to}: {text}"), to, text));
        line.clear();
        match message {
            Some((true, _, _, text)) if probes > 0 && text.starts_with("Server time: ") => probes -= 1,
            Some((is_from_server, shown, to, text)) => {
                println!("{}", make_visible(&shown));
                if is_from_server && to == "Guest" {
                    // Nobody can be called Guest: the server has refused us.
                    *state = if TEMPORARY.iter().any(|start| text.starts_with(start)) { "busy" } else { "refused" };
                } else if is_from_server && text.starts_with(DISMISSED) {
                    *state = "dismissed";
                } else if state.is_empty() {
                    *state = "accepted";
                    if CURRENT.lock().unwrap().replace(socket.try_clone()?).is_none() {
                        let name = name.to_string();
                        thread::spawn(|| read_commands(name));
                    }
                }
            }
            None => eprintln!("(Skipped a line that is no message.)"),
        }
    }
}

/// Stays in the chat, over one connection after another. Returns the exit code.
fn stay(address: &str, name: &str) -> i32 {
    let (mut seconds, mut lost_at) = (0.5, None::<Instant>);
    loop {
        let (started_at, mut state) = (Instant::now(), ""); // Then "accepted", or why not.
        let ending = talk(address, name, &mut state);
        CURRENT.lock().unwrap().iter().for_each(|socket| drop(socket.shutdown(Shutdown::Both)));
        if IS_LEAVING.load(SeqCst) {
            return ending.is_err().into();
        }
        eprintln!("No chat with {address} any more. {}", ending.err().map_or(String::new(), |e| e.to_string()));
        if state == "accepted" {
            lost_at = Some(Instant::now());
            seconds = if started_at.elapsed().as_secs_f64() > LONGEST_WAIT { 0.5 } else { seconds };
        }
        // A name in use right after a loss is our own. At the first connection it is somebody else's.
        let is_held = lost_at.map_or(false, |at| at.elapsed() < NAME_HELD);
        if lost_at.is_none() || state == "dismissed" || (state == "refused" && !is_held) {
            return 1;
        }
        // At random, so that a whole class does not come back at once. Only the hash maps of std have random numbers.
        let pause = seconds * (RandomState::new().build_hasher().finish() as f64 / u64::MAX as f64);
        eprintln!("Trying again in {pause:.1} s.");
        thread::sleep(Duration::from_secs_f64(pause));
        seconds = LONGEST_WAIT.min(2.0 * seconds);
    }
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let [_, host, port, name] = &arguments[..] {
        process::exit(stay(&format!("{host}:{port}"), name));
    }
    eprintln!("Usage: chat_client HOST PORT NAME   (the usual port is 65432)");
    process::exit(2);
}
