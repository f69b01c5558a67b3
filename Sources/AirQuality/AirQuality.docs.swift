// AirQuality
