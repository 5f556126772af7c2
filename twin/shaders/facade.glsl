// Facades: windows by bay and storey, lit rooms, glass that mirrors the sky; above the cladding the bare structure.

// What glass sees: sky above, a vague city below the horizon line.
vec3 mirrored(vec3 r, float z) {
#if QUALITY == 0
    return mix(FAR, ZENITH, clamp(r.z, 0., 1.)) * .9;
#else
    vec3 above = sky(normalize(vec3(r.xy, max(r.z, .02))));
    float along = atan(r.y, r.x) * 9.;
    float skyline = .05 + .16 * noise(vec2(floor(along * 3.) * .7, 3.)) - z * .0016;
    vec3 city = (BOUNCE * .75 + FAR * .24 + ZENITH * .16) * (.72 + .5 * noise(vec2(along * 1.3, r.z * 9.)));
    return mix(city, above, smoothstep(skyline - .03, skyline + .05, r.z));
#endif
}

#if QUALITY > 1
// A room behind the pane: one ray against one box. Ceiling lights, floor, back wall with furniture.
float room_shade(vec3 v, vec3 n, vec2 at, vec2 room_m, vec2 room) {
    vec3 along = vec3(-n.y, n.x, 0.);
    vec3 d = vec3(dot(v, along), v.z, -dot(v, n));
    vec3 start = vec3(mod(at.x, room_m.x), mod(at.y, room_m.y), 0.);
    vec3 to = vec3(d.x > 0. ? room_m.x - start.x : start.x, d.y > 0. ? room_m.y - start.y : start.y, 6.) / (abs(d) + 1e-4);
    float t = min(to.x, min(to.y, to.z));
    vec3 hit = start + d * t;
    float shade = .42 - .18 * step(hit.y, 1.2);
    if (t == to.y) shade = d.y > 0. ? .75 + 1.5 * step(.5, fract(hit.z / 1.8)) * step(.2, fract(hit.x / 1.5)) : .30;
    else if (t == to.z) {
        float desk = step(hit.y, 1.1 + .5 * hash(vec2(floor(hit.x * 1.3), room.x)));
        shade = .55 - .35 * desk * step(.35, hash(vec2(floor(hit.x * 1.3) + 3., room.y)));
    }
    return shade * mix(1.15, .55, hit.z / 6.);
}
#endif

struct Surface {
    vec3 wall, inside, glow;
    float glass;
};

Surface facade(vec3 n, vec3 v) {
    float storeys = size.x, storey_m = size.y, bays = size.z, length_m = traits.z;
    float u = wall.x, h = wall.y, wide_u = fwidth(u), wide_h = fwidth(h);
    float bay_m = length_m / bays;
    float bay = u / bay_m, storey = h / storey_m;
    float wide_bay = wide_u / bay_m, wide_storey = wide_h / storey_m;
    float above = step(storeys * storey_m - .05, h), below = step(h, .02);
    float ground_floor = step(storey, 1.) * (1. - traits.y * .6) * (1. - tint.w);

    vec4 pane = mix(window, vec4(.04, .96, .05, .80), ground_floor * step(1e-3, window.y - window.x) * step(.02, traits.y));
    float pier = .30 + .3 * (1. - traits.y);
    float corner = 1. - band(u, pier, length_m - pier, wide_u);
    float glass = pulse(bay, pane.x, pane.y, wide_bay) * pulse(storey, pane.z, pane.w, wide_storey);
    glass *= (1. - corner) * (1. - above) * (1. - below);

    Surface s;
    s.wall = tint.rgb;
#if QUALITY > 0
    float joint = 1. - pulse(storey, .012, .988, wide_storey);
    float sill = pulse(storey, pane.z - .06, pane.z, wide_storey) * pulse(bay, pane.x, pane.y, wide_bay);
    s.wall *= 1. - .20 * joint * (1. - above);
    s.wall *= 1. + .08 * sill * (1. - above);
    float balcony = tint.w * step(.5, fract(floor(bay) * .5 + .01)) * (1. - above);
    s.wall *= 1. - .22 * balcony * pulse(storey, .0, .10, wide_storey);
#endif
#if QUALITY > 0 && !defined(CONTEXT)
    // an entrance in the middle of every long wall that stands on the ground: glass doors, canopy, steps where it slopes
    float grounded = step(wall.z - h, .5) * step(18., length_m) * (1. - built.z), from_door = u - .5 * length_m;
    float door = grounded * band(from_door, -2.1, 2.1, wide_u) * band(h, 0., 2.85, wide_h);
    float canopy = grounded * band(from_door, -3., 3., wide_u) * band(h, 2.85, 3.2, wide_h);
    float steps = grounded * band(from_door, -2.8, 2.8, wide_u) * band(h, -2., 0., wide_h);
    glass = mix(glass, pulse((from_door + 2.1) / 1.05, .05, .95, wide_u / 1.05) * band(h, .08, 2.7, wide_h), door);
    glass *= 1. - canopy;
    s.wall = mix(s.wall, vec3(.10, .11, .12), max(door, canopy));
    s.wall = mix(s.wall, vec3(.47, .46, .44) * (.75 + .25 * pulse(h / .16, .2, 1., wide_h / .16)), steps);
#endif
    s.wall *= mix(1., .93, above);
    s.wall *= mix(.88, 1., smoothstep(-.5, 4., h));                    // the foot of a wall is splashed and shaded

    float blur = smoothstep(.7, 2., max(wide_bay / size.w, wide_storey));
    vec2 room = vec2(floor(bay / size.w), floor(storey));
    float lit = mix(step(hash3(vec3(room, traits.w)), state.y), state.y, blur);
    float warm = hash3(vec3(room + 13., traits.w));
    vec3 lamp = warm < .62 ? vec3(1., .70, .36) : warm < .9 ? vec3(1., .86, .64) : vec3(.72, .88, 1.);
    lamp = mix(lamp, vec3(1., .77, .48), blur);
    float shade = .5;
#if QUALITY > 1
    shade = mix(room_shade(v, n, vec2(u, h), vec2(bay_m * size.w, storey_m), room), .5, blur);
#endif
    float curtain = tint.w * step(.58, hash3(vec3(floor(bay), floor(storey), traits.w + 71.)));
    vec3 air = ambient(n), sun = SUN * max(dot(n, SUN_DIRECTION), 0.);
    vec3 body = mix(vec3(.050, .30, .42), vec3(.10, .34, .62), traits.x) * mix(.25, 1., traits.y);
    float bright = mix(.62 + .62 * hash3(vec3(room + 47., traits.w)), .93, blur);
    s.inside = lamp * lit * shade * bright * mix(.08, 1.25, smoothstep(0., .75, NIGHT));
    s.inside += air * .10 * shade * (1. - lit * NIGHT * .8);
    s.inside += body * (air * .62 + sun * .09) * (1. - .55 * NIGHT) * (1. - lit * NIGHT * .9);
    s.inside += curtain * .30 * tint.rgb * (air + sun * .2) * (1. - NIGHT);
#if QUALITY > 0
    float pane_tint = hash3(vec3(floor(bay), floor(storey), traits.w + 5.));
    s.inside *= mix(.82 + .36 * pane_tint, 1., max(blur, NIGHT));
    // every twelfth storey of a tower holds machines behind louvres
    float machines = traits.y * step(14.5, storeys) * step(11., mod(floor(storey) + floor(traits.x * 5.), 12.));
    glass *= 1. - machines;
    s.wall *= mix(1., .42 + .22 * pulse(h / .6, 0., .6, wide_h / .6), machines * (1. - above));
#endif
    s.glass = glass;

    // a compute centre: louvres, and strips and lamps that glow with its load
    s.glow = vec3(0.);
    float centre = built.z * (1. - above);
    float louvre = pulse(h / .45, 0., .55, wide_h / .45);
    float field = pulse(u / 12., .06, .94, wide_u / 12.) * band(h, 2.2, storeys * storey_m - 2.6, wide_h);
    s.wall *= mix(1., mix(.55, 1., louvre), centre * field);
    float strip = band(h, storeys * storey_m - 1.9, storeys * storey_m - 1.4, wide_h) + band(h, 1.2, 1.55, wide_h)
        + pulse(u / 12., 0., .03, wide_u / 12.) * band(h, 1.2, storeys * storey_m - 1.4, wide_h);
    float rack = pulse(u / 1.5, .3, .5, wide_u / 1.5) * pulse(h / 1.5, .4, .5, wide_h / 1.5) * field;
    float busy = mix(step(hash3(vec3(floor(vec2(u, h) / 1.5), traits.w)), state.z), state.z, clamp(wide_u, 0., 1.));
    float load = state.z;
    s.glow += centre * vec3(.05, .75, 1.) * strip * (.05 + 2.2 * load * load) * (NIGHT * 1.4 + .20);
    s.glow += centre * vec3(.1, .9, .8) * rack * busy * (NIGHT * 1.2 + .05);
    return s;
}

// The bare structure above the cladding: slabs, columns and netting; 0 where one looks through.
#ifdef RISING
vec4 structure() {
    float u = wall.x, h = wall.y, wide_u = fwidth(u), wide_h = fwidth(h);
    float bays = max(1., floor(traits.z / 7.2 + .5)), bay = u / traits.z * bays, storey = h / size.y;
    float column = 1. - pulse(bay, .045, .955, wide_u / traits.z * bays);
    float slab = 1. - pulse(storey, .075, .99, wide_h / size.y);
    float solid = max(column, slab);
    float open = step(hash(vec2(floor(bay) + traits.w, floor(storey))), .22 + .5 * smoothstep(built.x - 2.2, built.x - .5, storey));
    vec3 net = vec3(.040, .27, .16) * (.75 + .35 * sin(u * 1.7 + sin(h) * .8));
    return vec4(mix(net, vec3(.39, .37, .34), solid), max(solid, 1. - open));
}
#endif
