use socket2::{Domain, Socket, Type};
use std::net::SocketAddr;

/// A port that is bound, and where nobody listens: every connection is refused.
pub struct Taken {
    pub port: u16,
    _socket: Socket,
}

impl Taken {
    pub fn port() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        socket.bind(&any.into()).expect("a port");
        let address = socket.local_addr().expect("an address");
        Self {
            port: address.as_socket().expect("an IP address").port(),
            _socket: socket,
        }
    }
}
