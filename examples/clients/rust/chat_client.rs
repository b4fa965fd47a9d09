//! A chat client that reads line by line, since a server ends each message with a line feed, and that stays connected:
//! `./chat_client HOST PORT NAME`. Then, a command per line: `TO TEXT`, or `"TO WITH SPACES" TEXT`, or `quit`.
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{env, process, str::Chars, thread};

const MAX_MESSAGE_BYTES: u64 = 262_144; // The most that a server may write for one message.
const QUIET: Duration = Duration::from_secs(20); // When nothing came for so long, we ask the server for the time.
const PATIENCE: Duration = Duration::from_secs(10); // When it does not answer for so long, it is dead, and we hang up.
const LONGEST_WAIT: f64 = 30.0; // s. Before we try again, we wait at most 0.5 s, 1 s, 2 s ... but never longer.
const NAME_HELD: Duration = Duration::from_secs(60); // A lost connection may hold our name for so long.
const DISMISSED: &str = "⛔ Error: You were disconnected: removed by an operator"; // A client does not come back then.
const TEMPORARY: [&str; 2] = ["⛔ Error: Server full", "⛔ Error: The server can't check names"]; // Then it may.
const LAST_WORDS: &str = "⛔ Error: You were disconnected: ";

/// Line separators and bidi controls, which could forge a line or turn the text around in a terminal, as controls can.
const UNSAFE: &str =
    "\u{2028}\u{2029}\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
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

/// Reads a string up to its closing quotation mark. Half of a surrogate pair is no text.
fn read_string(chars: &mut Chars) -> Option<String> {
    let mut units = Vec::new();
    loop {
        match chars.next()? {
            '"' => return String::from_utf16(&units).ok(),
            '\0'..='\u{1f}' => return None,
            '\\' => units.push(match chars.next()? {
                'u' => (0..4).try_fold(0, |code, _| Some(code * 16 + chars.next()?.to_digit(16)? as u16))?,
                char => "\"\\/bfnrt".find(char).map(|i| b"\"\\/\x08\x0c\n\r\t"[i].into())?,
            }),
            char => units.extend_from_slice(char.encode_utf16(&mut [0; 2])),
        }
    }
}

/// Returns the sender, the receiver and the text. Keys come in any order, so there are three shapes of a message.
fn decode(line: &[u8]) -> Option<[String; 3]> {
    let shapes = ["{s:{s:s,s:s},s:s,s:s}", "{s:s,s:{s:s,s:s},s:s}", "{s:s,s:s,s:{s:s,s:s}}"];
    let (mut shape, mut strings, mut chars) = (String::new(), Vec::new(), std::str::from_utf8(line).ok()?.chars());
    while let Some(char) = chars.next() {
        match char {
            ' ' | '\t' | '\r' | '\n' => {}
            '"' => {
                shape.push('s');
                strings.push(read_string(&mut chars)?);
            }
            char => shape.push(if char == 's' { '?' } else { char }),
        }
    }
    let start = 2 * shapes.iter().position(|known| *known == shape)?;
    let from: Vec<String> = strings.drain(start..start + 5).collect();
    let find = |pairs: &[String], key| pairs.chunks(2).find(|pair| pair[0] == key).map(|pair| pair[1].clone());
    find(&from[1..], "ip").filter(|_| from[0] == "from")?;
    Some([find(&from[1..], "name")?, find(&strings, "to")?, find(&strings, "msg")?])
}

/// Notices answer nothing, and may come before the welcome.
fn is_notice(text: &str) -> bool {
    let is_lost = text.starts_with("❌ Error: ") && text.ends_with(" may not have arrived.");
    text.starts_with("Notice: ") || text == "Server is shutting down" || text.starts_with(LAST_WORDS) || is_lost
}

fn send(name: &str, to: &str, text: &str) {
    if let Some(socket) = CURRENT.lock().unwrap().as_mut() {
        let ip = socket.local_addr().map_or(String::new(), |address| address.ip().to_string());
        let is_plain = |c| (' '..='~').contains(&c) && c != '"' && c != '\\';
        let [name, ip, to, text] = [name, &ip, to, text].map(|text| format!("\"{}\"", escape(text, is_plain)));
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
        let (rest, end) = line.trim().strip_prefix('"').map_or((line.trim(), ' '), |rest| (rest, '"'));
        let (to, text) = rest.split_once(end).unwrap_or((rest, ""));
        if !rest.is_empty() {
            send(&name, to, text.trim());
        }
    }
    IS_LEAVING.store(true, SeqCst); // Then we close our half only: the answers to what we sent can still arrive.
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
                (patience, probes) = (PATIENCE, probes + 1);
                send(name, "/time", "");
                continue;
            }
        }
        match decode(&line) {
            None => eprintln!("(Skipped a line that is no message.)"),
            Some([from, _, text]) if probes > 0 && from == "SERVER" && text.starts_with("Server time: ") => probes -= 1,
            Some([from, to, text]) => {
                let is_safe = |c: char| !c.is_control() && !UNSAFE.contains(c);
                println!("{}", escape(&format!("{from} -> {to}: {text}"), is_safe));
                if from == "SERVER" && is_notice(&text) {
                    *state = if text.starts_with(DISMISSED) { "dismissed" } else { *state };
                } else if from == "SERVER" && to == "Guest" {
                    // Nobody can be called Guest: the server has refused us.
                    *state = if TEMPORARY.iter().any(|start| text.starts_with(start)) { "busy" } else { "refused" };
                } else if state.is_empty() {
                    *state = "accepted";
                    if CURRENT.lock().unwrap().replace(socket.try_clone()?).is_none() {
                        let name = name.to_string();
                        thread::spawn(|| read_commands(name));
                    }
                }
            }
        }
        line.clear();
    }
}

/// Stays in the chat, over one connection after another.
fn main() {
    let arguments: Vec<String> = env::args().collect();
    if arguments.len() != 4 {
        eprintln!("Usage: chat_client HOST PORT NAME   (the usual port is 65432)");
        process::exit(2);
    }
    let (address, name) = (arguments[1..3].join(":"), &arguments[3]);
    let (mut seconds, mut lost_at) = (0.5, None::<Instant>);
    loop {
        let (started_at, mut state) = (Instant::now(), ""); // Then "accepted", or why not.
        let ending = talk(&address, name, &mut state);
        CURRENT.lock().unwrap().iter().for_each(|socket| drop(socket.shutdown(Shutdown::Both)));
        if IS_LEAVING.load(SeqCst) {
            process::exit(ending.is_err().into());
        }
        eprintln!("No chat with {address} any more. {}", ending.err().map_or(String::new(), |e| e.to_string()));
        if state == "accepted" {
            lost_at = Some(Instant::now());
            seconds = if started_at.elapsed().as_secs_f64() > LONGEST_WAIT { 0.5 } else { seconds };
        }
        // A name in use right after a loss is our own. At the first connection it is somebody else's.
        let is_held = lost_at.map_or(false, |at| at.elapsed() < NAME_HELD);
        if lost_at.is_none() || state == "dismissed" || (state == "refused" && !is_held) {
            process::exit(1);
        }
        // At random, so that a whole class does not come back at once. Only the hash maps of std have random numbers.
        let pause = seconds * (RandomState::new().build_hasher().finish() as f64 / u64::MAX as f64);
        eprintln!("Trying again in {pause:.1} s.");
        thread::sleep(Duration::from_secs_f64(pause));
        seconds = LONGEST_WAIT.min(2.0 * seconds);
    }
}
