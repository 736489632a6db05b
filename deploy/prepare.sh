#!/bin/sh
# Makes what docker-compose.yml needs and no repository may hold: passwords, a certificate, the containers' settings.
#   sudo SWEEPLINE_HOST=sweep.example.org deploy/prepare.sh [folder, default deploy/secrets]
# SWEEPLINE_HOST is the name or IPv4 address that devices connect to; it is remembered. What is there is kept; a certificate
# that is about to end, or made for another name, is made anew by the same authority. As root the broker's key is given to
# the broker's user; else it stays with whoever runs this, and the broker of docker-compose.yml cannot read it.
set -eu
umask 077
cd "$(dirname "$0")"
folder="${1:-secrets}"
BROKER_USER=1883
RENEW_WITHIN_S=2592000
mkdir -p "$folder/tls"

host="${SWEEPLINE_HOST:-$(cat "$folder/host" 2> /dev/null || echo localhost)}"
echo "$host" > "$folder/host"
case "$host" in
  *[!0-9.]*) name="DNS:$host" check=-verify_hostname ;;
  *) name="IP:$host" check=-verify_ip ;;
esac

password() { # password NAME: a random one, kept in a file of that name
  [ -s "$folder/$1" ] || openssl rand -hex 24 > "$folder/$1"
  cat "$folder/$1"
}
database_password="$(password database-password)"
broker_password="$(password broker-password)"
admin_password="$(password admin-password)"

# RSA: trackers with an old TLS stack know nothing newer.
if [ ! -s "$folder/ca.key" ] || [ ! -s "$folder/tls/ca.crt" ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 -subj "/CN=Sweepline installation authority" \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$folder/ca.key" -out "$folder/tls/ca.crt" 2> /dev/null
fi

serves() { # whether the broker's certificate is of this authority, for this host, and lasts
  [ -s "$folder/tls/server.key" ] && [ -s "$folder/tls/server.crt" ] &&
    openssl verify -CAfile "$folder/tls/ca.crt" "$check" "$host" "$folder/tls/server.crt" > /dev/null 2>&1 &&
    openssl x509 -in "$folder/tls/server.crt" -noout -checkend "$RENEW_WITHIN_S" > /dev/null
}
if ! serves; then
  rm -f "$folder/tls/server.key"
  request="$(mktemp)"
  extensions="$(mktemp)"
  printf 'subjectAltName=%s,DNS:broker,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' "$name" > "$extensions"
  openssl req -newkey rsa:2048 -nodes -sha256 -subj "/CN=$host" -keyout "$folder/tls/server.key" -out "$request" 2> /dev/null
  openssl x509 -req -sha256 -days 820 -in "$request" -CA "$folder/tls/ca.crt" -CAkey "$folder/ca.key" \
    -set_serial "0x$(openssl rand -hex 15)" -extfile "$extensions" -out "$folder/tls/server.crt" 2> /dev/null
  rm "$request" "$extensions"
  echo "certificate for $host, authority: $folder/tls/ca.crt (devices need it)"
fi

cat > "$folder/database.env" << END
POSTGRES_PASSWORD=$database_password
END
cat > "$folder/broker.env" << END
MQTT_ADMIN=sweepline
MQTT_ADMIN_PASSWORD=$broker_password
END
cat > "$folder/service.env" << END
DATABASE_URL=postgres://sweepline:$database_password@database:5432/sweepline
MQTT_URL=mqtt://sweepline:$broker_password@broker:1883
MQTT_PUBLIC_URL=mqtts://$host:8883
ADMIN_PASSWORD=$admin_password
END
cat > "$folder/simulator.env" << END
SWEEPLINE_PASSWORD=$admin_password
END

# Mounted into the broker: the folder and the certificates may be read by all, the key by the broker alone.
chmod 0755 "$folder/tls"
chmod 0644 "$folder/tls/ca.crt" "$folder/tls/server.crt"
if [ "$(id -u)" = 0 ]; then
  chown "$BROKER_USER:$BROKER_USER" "$folder/tls/server.key"
elif [ "$(stat -c %u "$folder/tls/server.key")" != "$BROKER_USER" ]; then
  echo "the broker runs as user $BROKER_USER; let it read its key: sudo chown $BROKER_USER $folder/tls/server.key"
fi
echo "password of admin: $folder/admin-password"
