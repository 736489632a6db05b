#!/bin/sh
# Makes the dynamic-security file with the service's account, once. Run before Mosquitto's first start, as its user:
#   MQTT_ADMIN=sweepline MQTT_ADMIN_PASSWORD=… init-dynamic-security.sh /mosquitto/data/dynamic-security.json
# The account administers the plugin; the service gives itself the rights to read and answer the fleet.
set -eu
file="${1:?path of the dynamic-security file}"
: "${MQTT_ADMIN_PASSWORD:?password of the service account}"
if [ -s "$file" ]; then
  exit 0
fi
umask 077
mosquitto_ctrl dynsec init "$file" "${MQTT_ADMIN:-sweepline}" "$MQTT_ADMIN_PASSWORD" > /dev/null
