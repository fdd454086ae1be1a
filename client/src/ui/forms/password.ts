/** As the server asks for; it refuses easy ones, too. */
export const SHORTEST_PASSWORD = 8;
